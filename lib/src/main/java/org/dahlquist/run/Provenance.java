package org.dahlquist.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which build of the program is running.
 *
 * @param version project version
 * @param dl4j version of DL4J it was built with
 * @param gitCommit commit it was built from, with {@code -dirty} where files differed; empty if unknown
 * @param jarSha256 digest of the jar it runs from; empty when it runs from class files
 */
public record Provenance(String version, String dl4j, String gitCommit, String jarSha256) {
    /** Reads the build's properties and digests the jar, which takes about half a second. */
    public static Provenance current() {
        Properties build = new Properties();
        try (InputStream in = Provenance.class.getResourceAsStream("/dahlquist-build.properties")) {
            build.load(in);
            return new Provenance(
                    build.getProperty("version"),
                    build.getProperty("dl4j.version"),
                    build.getProperty("git.commit"),
                    jarDigest());
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }

    private static String jarDigest() throws IOException {
        try {
            Path jar = Path.of(Provenance.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                return "";
            }
            try (InputStream in = Files.newInputStream(jar)) {
                return DigestUtils.sha256Hex(in);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class file has a location", e);
        }
    }
}
