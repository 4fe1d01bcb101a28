package org.dahlquist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The package rules of the design: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dahlquist");

    @Test
    void onlyClusterKnowsSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dahlquist.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.deeplearning4j.spark..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void dataAndGraphAreFreeOfNetworks() {
        noClasses()
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
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void graphAndSolverKnowOnlyNumericalLibraries() {
        classes()
                .that()
                .resideInAnyPackage("org.dahlquist.graph..", "org.dahlquist.solver..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.dahlquist..",
                        "org.slf4j..",
                        "jdk.incubator.vector..",
                        "org.bytedeco..",
                        "com.github.jelmerk..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void stabilityIsPlainMathematics() {
        classes()
                .that()
                .resideInAPackage("org.dahlquist.stability..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.dahlquist..", "org.apache.commons.math3..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void libraryDoesNotKnowTheJobs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dahlquist.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dahlquist.jobs..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesAreNamedForWhatTheyHold() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..core..", "..impl..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("org.dahlquist.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesOnTheClusterFormNoCycle() {
        slices().matching("org.dahlquist.cluster.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.dahlquist.cluster")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dahlquist.cluster.*..")
                .check(CLASSES);
    }
}
