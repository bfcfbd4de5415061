import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The benchmark's workloads on Kafka Streams, one drain of a pre-loaded topic after another in one process. Arguments: bootstrap, workload,
 * state (rocksdb | memory), records per drain, state folder, then per drain one output topic. Prints a line of JSON per drain:
 * {"records":…,"wallMs":…,"cpuMs":…,"rssKb":…} where CPU is that of the whole process and memory its peak so far.
 */
public final class StreamsPeer {
  public static final class Payment {
    public String id;
    public String user;
    public String country;
    public double amount;
    public int quantity;
    public long at;
    public String device;
    public String note;
  }

  public static final class Shaped {
    public String id;
    public String user;
    public String country;
    public double total;
  }

  public static void main(String[] args) throws Exception {
    String bootstrap = args[0];
    String workload = args[1];
    boolean memory = args[2].equals("memory");
    long records = Long.parseLong(args[3]);
    for (int drain = 5; drain < args.length; drain++) {
      AtomicLong seen = new AtomicLong();
      Topology topology = topology(workload, memory, args[drain], seen);
      Properties properties = properties(bootstrap, "peer-" + args[drain], args[4]);
      long cpu = cpuNanos();
      long wall = System.nanoTime();
      KafkaStreams streams = new KafkaStreams(topology, properties);
      streams.start();
      while (seen.get() < records) Thread.sleep(5);
      streams.close();
      long wallMs = (System.nanoTime() - wall) / 1_000_000;
      long cpuMs = (cpuNanos() - cpu) / 1_000_000;
      System.out.println("{\"records\":" + seen.get() + ",\"wallMs\":" + wallMs + ",\"cpuMs\":" + cpuMs + ",\"rssKb\":" + peakRssKb() + "}");
    }
  }

  static Properties properties(String bootstrap, String application, String folder) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    p.put(StreamsConfig.STATE_DIR_CONFIG, folder);
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    p.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    p.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    p.put("auto.offset.reset", "earliest");
    return p;
  }

  static Topology topology(String workload, boolean memory, String output, AtomicLong seen) {
    StreamsBuilder builder = new StreamsBuilder();
    switch (workload) {
      case "w1" -> relay(builder, output, seen);
      case "w2" -> shape(builder, output, seen);
      case "w3" -> count(builder, memory, output, seen);
      case "w4" -> enrich(builder, memory, output, seen);
      case "w5" -> join(builder, memory, output, seen);
      default -> throw new IllegalArgumentException(workload);
    }
    return builder.build();
  }

  static void relay(StreamsBuilder builder, String output, AtomicLong seen) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    builder.stream("bench-payments", Consumed.with(bytes, bytes)).peek((k, v) -> seen.incrementAndGet()).to(output, Produced.with(bytes, bytes));
  }

  static void shape(StreamsBuilder builder, String output, AtomicLong seen) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    ObjectMapper mapper = new ObjectMapper();
    ObjectReader reader = mapper.readerFor(Payment.class);
    ObjectWriter writer = mapper.writerFor(Shaped.class);
    Serde<Payment> payment = Serdes.serdeFrom((topic, value) -> null, (topic, data) -> {
      try {
        return reader.readValue(data);
      } catch (Exception e) {
        throw new RuntimeException(e);
      }
    });
    Serde<Shaped> shaped = Serdes.serdeFrom((topic, value) -> {
      try {
        return writer.writeValueAsBytes(value);
      } catch (Exception e) {
        throw new RuntimeException(e);
      }
    }, (topic, data) -> null);
    builder.stream("bench-payments", Consumed.with(bytes, payment))
        .peek((k, v) -> seen.incrementAndGet())
        .filter((k, v) -> v.amount > 500)
        .mapValues(v -> {
          Shaped s = new Shaped();
          s.id = v.id;
          s.user = v.user;
          s.country = v.country;
          s.total = v.amount * v.quantity;
          return s;
        })
        .to(output, Produced.with(bytes, shaped));
  }

  static void count(StreamsBuilder builder, boolean memory, String output, AtomicLong seen) {
    TimeWindows windows = TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(10));
    Materialized<String, Long, WindowStore<Bytes, byte[]>> store = memory
        ? Materialized.as(Stores.inMemoryWindowStore("count", Duration.ofDays(1), Duration.ofSeconds(10), false))
        : Materialized.as(Stores.persistentWindowStore("count", Duration.ofDays(1), Duration.ofSeconds(10), false));
    builder.stream("bench-payments", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .peek((k, v) -> seen.incrementAndGet())
        .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
        .windowedBy(windows)
        .count(store.withKeySerde(Serdes.String()).withValueSerde(Serdes.Long()).withCachingEnabled())
        .toStream()
        .to(output, Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, 10_000), Serdes.Long()));
  }

  /** The table is read from its own topic; a payment gets the customer's row appended. */
  static void enrich(StreamsBuilder builder, boolean memory, String output, AtomicLong seen) {
    Materialized<String, byte[], org.apache.kafka.streams.state.KeyValueStore<Bytes, byte[]>> store = memory
        ? Materialized.as(Stores.inMemoryKeyValueStore("customers"))
        : Materialized.as(Stores.persistentKeyValueStore("customers"));
    KTable<String, byte[]> customers = builder.table("bench-customers", Consumed.with(Serdes.String(), Serdes.ByteArray()),
        store.withKeySerde(Serdes.String()).withValueSerde(Serdes.ByteArray()));
    builder.stream("bench-payments", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .peek((k, v) -> seen.incrementAndGet())
        .join(customers, StreamsPeer::concatenate, Joined.with(Serdes.String(), Serdes.ByteArray(), Serdes.ByteArray()))
        .to(output, Produced.with(Serdes.String(), Serdes.ByteArray()));
  }

  static void join(StreamsBuilder builder, boolean memory, String output, AtomicLong seen) {
    Map<String, String> logging = new HashMap<>();
    StreamJoined<String, byte[], byte[]> joined = StreamJoined.with(Serdes.String(), Serdes.ByteArray(), Serdes.ByteArray())
        .withName("join").withStoreName("join").withLoggingEnabled(logging);
    if (memory) {
      joined = joined
          .withThisStoreSupplier(Stores.inMemoryWindowStore("left", Duration.ofSeconds(30), Duration.ofSeconds(20), true))
          .withOtherStoreSupplier(Stores.inMemoryWindowStore("right", Duration.ofSeconds(30), Duration.ofSeconds(20), true));
    }
    KStream<String, byte[]> payments = builder.stream("bench-payments", Consumed.with(Serdes.String(), Serdes.ByteArray()));
    KStream<String, byte[]> refunds = builder.stream("bench-refunds", Consumed.with(Serdes.String(), Serdes.ByteArray()));
    payments.peek((k, v) -> seen.incrementAndGet())
        .join(refunds.peek((k, v) -> seen.incrementAndGet()), StreamsPeer::concatenate,
            JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(10)), joined)
        .to(output, Produced.with(Serdes.String(), Serdes.ByteArray()));
  }

  /** {"left":…,"right":…}: two JSON texts side by side, without parsing them. */
  static byte[] concatenate(byte[] left, byte[] right) {
    byte[] a = "{\"left\":".getBytes();
    byte[] b = ",\"right\":".getBytes();
    byte[] out = new byte[a.length + left.length + b.length + right.length + 1];
    System.arraycopy(a, 0, out, 0, a.length);
    System.arraycopy(left, 0, out, a.length, left.length);
    System.arraycopy(b, 0, out, a.length + left.length, b.length);
    System.arraycopy(right, 0, out, a.length + left.length + b.length, right.length);
    out[out.length - 1] = '}';
    return out;
  }

  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  static long peakRssKb() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
    return -1;
  }
}
