package org.dahlquist.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;

class LayerErrorsTest {
    @Test
    void wrongChannelsAreNamed() {
        assertThatThrownBy(() -> new Convolution(16, 32, 3, 2, 1, 1).getOutputType(0, InputType.convolutional(8, 8, 3)))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("16 channels");
        assertThatThrownBy(() -> new BatchNormalisation(16, true).getOutputType(0, InputType.feedForward(16)))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("images");
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThatThrownBy(() -> new Convolution(3, 16, 3, 1, 3, 1)).hasMessageContaining("padding 3");
        assertThatThrownBy(() -> new BatchNormalisation(0, true)).hasMessageContaining("has 0");
        assertThatThrownBy(() -> new Multistep(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Multistep(1, 1)
                        .getOutputType(0, InputType.convolutional(8, 8, 3), InputType.convolutional(4, 4, 3)))
                .hasMessageContaining("one shape");
    }
}
