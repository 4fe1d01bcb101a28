package org.dahlquist.dataset;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Small valid raw files, made in memory. */
final class RawFiles {
    private RawFiles() {}

    /** CIFAR-10 records with labels 0, 1, 2, … and random pixels. */
    static byte[] cifar10(int records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int record = 0; record < records; record++) {
            bytes.write(record % 10);
            bytes.write(random(record, 3072));
        }
        return bytes.toByteArray();
    }

    /** CIFAR-100 records: coarse label 0, fine labels 0, 1, 2, …, random pixels. */
    static byte[] cifar100(int records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int record = 0; record < records; record++) {
            bytes.write(0);
            bytes.write(record % 100);
            bytes.write(random(record, 3072));
        }
        return bytes.toByteArray();
    }

    /** An idx file of 5 x 4 images. */
    static byte[] idxImages(int images) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x803);
        out.writeInt(images);
        out.writeInt(5);
        out.writeInt(4);
        out.write(random(1, images * 20));
        return bytes.toByteArray();
    }

    /** An idx file of labels 0, 1, 2, …. */
    static byte[] idxLabels(int labels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x801);
        out.writeInt(labels);
        for (int label = 0; label < labels; label++) {
            out.write(label % 10);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
