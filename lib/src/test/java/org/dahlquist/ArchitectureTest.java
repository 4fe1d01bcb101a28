package org.dahlquist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package rules of the design: who may know whom. */
@AnalyzeClasses(packages = "org.dahlquist", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyClusterKnowsSpark = noClasses()
            .that()
            .resideOutsideOfPackage("org.dahlquist.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.deeplearning4j.spark..");

    @ArchTest
    static final ArchRule dataAndGraphAreFreeOfNetworks = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.dahlquist.dataset..",
                    "org.dahlquist.image..",
                    "org.dahlquist.stability..",
                    "org.dahlquist.graph..",
                    "org.dahlquist.solver..",
                    "org.dahlquist.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

    @ArchTest
    static final ArchRule graphAndSolverArePlainJava = classes()
            .that()
            .resideInAnyPackage("org.dahlquist.graph..", "org.dahlquist.solver..", "org.dahlquist.stability..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.dahlquist..");

    @ArchTest
    static final ArchRule libraryDoesNotKnowTheJobs = noClasses()
            .that()
            .resideOutsideOfPackage("org.dahlquist.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.dahlquist.jobs..");

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyHold =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..core..", "..impl..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("org.dahlquist.(*)..").should().beFreeOfCycles();
}
