package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    private static final byte DIFFICULT = ImageEntry.DIFFICULT;

    @Test
    void aMixedRankingEqualsItsAverageByHand() {
        // Ranked: shown, absent, shown, absent, absent, shown. Recall 1/3, 1/3, 2/3, 2/3, 2/3, 1; precision 1, 1/2,
        // 2/3,
        // 1/2, 2/5, 1/2. Best precision at recall 0 to .3 (4 levels) is 1, at .4 to .6 (3) 2/3, at .7 to 1 (4) 1/2.
        AveragePrecision mixed =
                AveragePrecision.of(new double[] {.4, .9, .1, .8, .7, .5}, new byte[] {0, 1, 1, 0, 1, 0});
        assertThat(mixed.elevenPoint()).isCloseTo((4 + 3 * 2 / 3.0 + 4 * 0.5) / 11, within(1e-15));
        assertThat(mixed.area()).isCloseTo((1 + 2 / 3.0 + 0.5) / 3, within(1e-15));
    }

    @Test
    void precisionIsMadeMonotoneFromTheRight() {
        // Ranked: absent, shown, shown. Precision 0, 1/2, 2/3 at recall 0, 1/2, 1: 2/3 is the best at every recall.
        AveragePrecision late = AveragePrecision.of(new double[] {3, 2, 1}, new byte[] {0, 1, 1});
        assertThat(late.elevenPoint()).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(late.area()).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void difficultImagesCountNeitherAsShownNorAsAbsent() {
        AveragePrecision with =
                AveragePrecision.of(new double[] {10, 9, 8, 7, 6}, new byte[] {DIFFICULT, 1, DIFFICULT, 0, 1});
        AveragePrecision without = AveragePrecision.of(new double[] {9, 7, 6}, new byte[] {1, 0, 1});
        assertThat(with.elevenPoint()).isEqualTo(without.elevenPoint());
        assertThat(with.area()).isEqualTo(without.area()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
    }

    @Test
    void aPerfectRankingHasOne() {
        AveragePrecision perfect = AveragePrecision.of(new double[] {1, 2, 3}, new byte[] {0, 1, 1});
        assertThat(perfect.elevenPoint()).isEqualTo(1);
        assertThat(perfect.area()).isEqualTo(1);
    }

    @Test
    void whatHasNoAveragePrecisionIsRefused() {
        assertThatThrownBy(() -> AveragePrecision.of(new double[] {1, 2}, new byte[] {0, DIFFICULT}))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("at least one image that shows the class");
        assertThatThrownBy(() -> AveragePrecision.of(new double[] {1}, new byte[] {0, 1}))
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> AveragePrecision.of(new double[] {Double.NaN}, new byte[] {1}))
                .hasMessageContaining("image 0 has NaN and 1");
        assertThatThrownBy(() -> AveragePrecision.of(new double[] {1}, new byte[] {7}))
                .hasMessageContaining("image 0 has 1.0 and 7");
    }
}
