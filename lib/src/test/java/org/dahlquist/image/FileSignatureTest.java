package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileSignatureTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0};
    private static final byte[] TIFF = {'M', 'M', 0, '*'};

    @Test
    void tellsTheFormatByTheFirstBytes() {
        assertThat(FileSignature.of(PNG)).contains(FileSignature.PNG);
        assertThat(FileSignature.of(new byte[] {(byte) 0xFF, (byte) 0xD8})).isEmpty();
    }

    @Test
    void aPngNamedJpegContradictsItsName() {
        assertThat(FileSignature.contradicts("n02105855_2933.JPEG", PNG)).isTrue();
        assertThat(FileSignature.contradicts("n02105855_2933.PNG", PNG)).isFalse();
        assertThat(FileSignature.contradicts("scan.tif", TIFF)).isFalse();
    }

    @Test
    void whatIsNotKnownContradictsNothing() {
        assertThat(FileSignature.contradicts("picture", PNG)).isFalse();
        assertThat(FileSignature.contradicts("picture.jpg", new byte[] {1, 2, 3}))
                .isFalse();
    }
}
