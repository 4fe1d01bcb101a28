package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {
    private static final long SEED = 20261121;

    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void membersAreByteRangesOfTheArchive() throws IOException {
        Map<String, byte[]> members = members(7);
        byte[] tar = ImageTrees.tar(members);
        List<TarReader.Member> found = walk(tar);
        assertThat(found).extracting(TarReader.Member::name).containsExactlyElementsOf(members.keySet());
        for (TarReader.Member member : found) {
            assertThat(range(tar, member)).isEqualTo(members.get(member.name()));
        }
    }

    @Test
    void anArchiveInsideAnArchiveIsReadWhereItLies() throws IOException {
        byte[] inner = ImageTrees.tar(members(3));
        byte[] outer = ImageTrees.tar(new TreeMap<>(Map.of("a.tar", ImageTrees.tar(members(1)), "b.tar", inner)));
        TarReader.Member second = walk(outer).get(1);
        Path file = folder.resolve("outer.tar");
        Files.write(file, outer);
        try (TarReader tar = TarReader.open(hadoop, file.toString(), second.offset(), second.length())) {
            List<TarReader.Member> found = all(tar);
            assertThat(found).hasSize(3);
            assertThat(range(outer, found.get(2)))
                    .isEqualTo(members(3).get(found.get(2).name()));
        }
    }

    @Test
    void longNamesAndLargeSizesAreReadInGnuAndInPosixForm() throws IOException {
        String longName = "n01440764/" + "x".repeat(200) + "é.JPEG";
        for (int mode : List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
                tar.setLongFileMode(mode);
                tar.setAddPaxHeadersForNonAsciiNames(true);
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                put(tar, new TarArchiveEntry("folder/"), new byte[0]);
                put(tar, new TarArchiveEntry(longName), new byte[] {1, 2, 3});
                put(tar, new TarArchiveEntry("short.JPEG"), new byte[] {4});
            }
            assertThat(walk(bytes.toByteArray()))
                    .extracting(TarReader.Member::name)
                    .containsExactly(longName, "short.JPEG");
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] tar = ImageTrees.tar(members(4));
        int end = lastMemberEnd(tar);
        for (int length = 0; length <= end; length += 61) {
            byte[] cut = Arrays.copyOf(tar, length);
            assertThatThrownBy(() -> walk(cut))
                    .as("cut to %d of %d bytes", length, tar.length)
                    .isInstanceOf(DahlquistException.class)
                    .hasMessageContaining("is not a whole tar archive");
        }
    }

    @Test
    void aDamagedHeaderIsRefusedWithItsPlace() throws IOException {
        byte[] tar = ImageTrees.tar(members(2));
        tar[1] ^= 4;
        assertThatThrownBy(() -> walk(tar))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("the header that ends at byte 512 has the checksum");
    }

    @Test
    void aLinkIsRefusedBecauseItsImageWouldBeLost() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, new TarArchiveEntry("link.JPEG", TarConstants.LF_SYMLINK), new byte[0]);
        }
        assertThatThrownBy(() -> walk(bytes.toByteArray())).hasMessageContaining("type '2'");
    }

    @Test
    void damagedArchivesAreReadOrRefusedButNeverHang() throws IOException {
        damage(300);
    }

    @Test
    @Tag("slow")
    void fiveThousandDamagedArchivesAreReadOrRefusedButNeverHang() throws IOException {
        damage(5000);
    }

    private void damage(int trials) throws IOException {
        byte[] whole = ImageTrees.tar(members(6));
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int trial = 0; trial < trials; trial++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            String description = "trial " + trial + " of seed " + SEED;
            refused += Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> isRefused(damaged, description), description);
        }
        assertThat(refused).as("seed %d", SEED).isBetween(trials / 4, trials - 1);
    }

    private int isRefused(byte[] tar, String description) throws IOException {
        try {
            for (TarReader.Member member : walk(tar)) {
                assertThat(member.offset() + member.length()).as(description).isLessThanOrEqualTo(tar.length);
            }
            return 0;
        } catch (DahlquistException expected) {
            assertThat(expected).as(description).hasMessageContaining("is not a whole tar archive");
            return 1;
        }
    }

    private List<TarReader.Member> walk(byte[] content) throws IOException {
        Path file = folder.resolve("a.tar");
        Files.write(file, content);
        try (TarReader tar = TarReader.open(hadoop, file.toString())) {
            return all(tar);
        }
    }

    private static List<TarReader.Member> all(TarReader tar) {
        List<TarReader.Member> members = new ArrayList<>();
        for (TarReader.Member member = tar.next(); member != null; member = tar.next()) {
            members.add(member);
        }
        return members;
    }

    private static int lastMemberEnd(byte[] tar) {
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static byte[] range(byte[] tar, TarReader.Member member) {
        return Arrays.copyOfRange(tar, (int) member.offset(), (int) (member.offset() + member.length()));
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static Map<String, byte[]> members(int count) {
        Map<String, byte[]> members = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byte[] content = new byte[500 * i + 1];
            new SplittableRandom(i).nextBytes(content);
            content[content.length - 1] = 1; // so that the end of the last member can be told from padding
            members.put("n01440764_" + i + ".JPEG", content);
        }
        return members;
    }
}
