package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.graph.NeighbourLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of neighbours in files. */
class PointListsTest {
    private static final Configuration HADOOP = new Configuration();
    private static final int K = 4;

    @TempDir
    Path folder;

    @Test
    void anyRowsAreReadAcrossFiles() {
        ListFolder lists = new ListFolder(folder.toUri().toString(), 7);
        PointLists all = random(25, 100);
        for (int block = 0; block < 4; block++) {
            lists.write(HADOOP, block, rows(all, block * 7, Math.min(25, block * 7 + 7)));
        }

        for (int from = 0; from < 25; from++) {
            for (int to = from + 1; to <= 25; to++) {
                assertSame(lists.readRows(HADOOP, from, to - from), rows(all, from, to));
            }
        }
        assertThat(lists.isComplete(HADOOP, 4)).isTrue();
        assertThat(lists.isComplete(HADOOP, 5)).isFalse();
    }

    @Test
    void aSecondAttemptLeavesOneFile() {
        ListFolder lists = new ListFolder(folder.toUri().toString(), 25);

        lists.write(HADOOP, 0, random(25, 100));
        lists.write(HADOOP, 0, random(25, 100));

        assertThat(folder.toFile().list((at, name) -> !name.endsWith(".crc"))).containsExactly("block-00000.lists");
        assertSame(lists.readRows(HADOOP, 0, 25), random(25, 100));
    }

    @Test
    void findingsGiveBackOnlyWhatIsNew() {
        PointLists before = random(10, 50);
        PointLists after = rows(before, 0, 10);
        for (int row = 0; row < 10; row++) {
            after.lists().offer(row, 1000 + row, 0.5 * row);
        }
        PairFile file = new PairFile();
        file.add(before, 2000, 3000);
        file.add(after, 1000, 1009);
        file.write(HADOOP, path("pairs"));

        ByteBuffer section = PairFile.read(HADOOP, path("pairs"), 1);

        PointLists found = PairFile.emptyLists(section, 10, K);
        assertThat(found.ids()).isEqualTo(before.ids());
        PairFile.addTo(found, section.duplicate());
        assertThat(found.lists().id(0, 0)).isEqualTo(1000);
        assertThat(found.lists().size(0)).isEqualTo(1);
        PairFile.addTo(before, section);
        assertSame(before, after);
    }

    @Test
    void pointsMayMoveToOtherRows() {
        PointLists all = random(25, 100);
        PointLists reversed = PointLists.empty(25, K);
        PointLists back = PointLists.empty(25, K);

        for (int row = 0; row < 25; row++) {
            all.offerTo(reversed, 24 - row, row);
        }
        for (int row = 0; row < 25; row++) {
            reversed.offerTo(back, 24 - row, row);
        }

        assertThat(reversed.ids()[0]).isEqualTo(all.ids()[24]);
        assertSame(back, all);
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    /** Lists of zero to four neighbours. */
    private static PointLists random(int rows, long seed) {
        Random random = new Random(seed);
        PointLists lists = new PointLists(new long[rows], new NeighbourLists(rows, K));
        for (int row = 0; row < rows; row++) {
            lists.ids()[row] = 5L * row;
            for (int entry = random.nextInt(K + 1); entry > 0; entry--) {
                lists.lists().offer(row, random.nextInt(1000), random.nextDouble());
            }
        }
        return lists;
    }

    private static PointLists rows(PointLists all, int from, int to) {
        PointLists part = new PointLists(new long[to - from], new NeighbourLists(to - from, K));
        for (int row = from; row < to; row++) {
            part.ids()[row - from] = all.ids()[row];
            for (int entry = 0; entry < all.lists().size(row); entry++) {
                part.lists()
                        .offer(
                                row - from,
                                all.lists().id(row, entry),
                                all.lists().squaredDistance(row, entry));
            }
        }
        return part;
    }

    private static void assertSame(PointLists found, PointLists expected) {
        assertThat(found.ids()).isEqualTo(expected.ids());
        for (int row = 0; row < expected.rows(); row++) {
            assertThat(found.lists().size(row)).isEqualTo(expected.lists().size(row));
            for (int entry = 0; entry < expected.lists().size(row); entry++) {
                assertThat(found.lists().id(row, entry))
                        .isEqualTo(expected.lists().id(row, entry));
                assertThat(found.lists().squaredDistance(row, entry))
                        .isEqualTo(expected.lists().squaredDistance(row, entry));
            }
        }
    }
}
