package org.dahlquist.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

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
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and file locations", e);
        }
    }
}
