package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {
    @Test
    void everySettingArrivesAsItIs() {
        Configuration hadoop = new Configuration();
        hadoop.set("dahlquist.root", "/data");
        hadoop.set("dahlquist.shards", "${dahlquist.root}/shards");
        HadoopSettings sent = SerializationUtils.clone(new HadoopSettings(hadoop));
        assertThat(settings(sent.value())).isEqualTo(settings(hadoop)).hasSizeGreaterThan(100);
        assertThat(sent.value().get("dahlquist.shards")).isEqualTo("/data/shards");
    }

    @Test
    void tasksOfAProcessShareThem() {
        HadoopSettings sent = SerializationUtils.clone(new HadoopSettings(new Configuration()));
        assertThat(sent.value()).isSameAs(sent.value());
    }

    private static Map<String, String> settings(Configuration hadoop) {
        Map<String, String> settings = new HashMap<>();
        hadoop.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        return settings;
    }
}
