import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic with the benchmark's records, always the same ones. Arguments: bootstrap, topic, kind (payments | customers | refunds), records,
 * keys, first event time in ms. Payments and refunds: JSON of exactly 240 bytes, 20 records a millisecond of event time apart, keys uniform.
 * Customers: one record of 200 bytes per key, all before the first payment.
 */
public final class Loader {
  static final String[] COUNTRIES = {"FR", "DE", "ES", "IT", "PT", "NL", "SE", "PL"};

  public static void main(String[] args) throws Exception {
    String topic = args[1];
    String kind = args[2];
    long records = Long.parseLong(args[3]);
    int keys = Integer.parseInt(args[4]);
    long startMs = Long.parseLong(args[5]);
    Properties p = new Properties();
    p.put("bootstrap.servers", args[0]);
    p.put("key.serializer", ByteArraySerializer.class.getName());
    p.put("value.serializer", ByteArraySerializer.class.getName());
    p.put("linger.ms", "20");
    p.put("batch.size", "131072");
    p.put("buffer.memory", "67108864");
    SplittableRandom random = new SplittableRandom(kind.hashCode());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(p)) {
      for (long i = 0; i < records; i++) {
        boolean customers = kind.equals("customers");
        String user = String.format("user-%06d", customers ? i : random.nextInt(keys));
        long at = customers ? startMs - 1000 : startMs + i / 20;
        String value = customers ? customer(user, random) : payment(kind, i, user, at, random);
        producer.send(new ProducerRecord<>(topic, null, at, user.getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII)));
      }
    }
  }

  /** Amounts are quarters, so that every product is exact in binary and prints the same from every language. */
  static String payment(String kind, long i, String user, long at, SplittableRandom random) {
    double amount = random.nextInt(4000) / 4.0;
    String head = "{\"id\":\"" + kind.charAt(0) + i + "\",\"user\":\"" + user + "\",\"country\":\"" + COUNTRIES[random.nextInt(8)] + "\",\"amount\":" + amount
        + ",\"quantity\":" + (1 + random.nextInt(9)) + ",\"at\":" + at + ",\"device\":\"" + (random.nextBoolean() ? "android" : "browser") + "\",\"note\":\"";
    return pad(head, 240);
  }

  static String customer(String user, SplittableRandom random) {
    return pad("{\"user\":\"" + user + "\",\"level\":" + random.nextInt(5) + ",\"note\":\"", 200);
  }

  static String pad(String head, int length) {
    StringBuilder b = new StringBuilder(head);
    while (b.length() < length - 2) b.append((char) ('a' + b.length() % 26));
    return b.append("\"}").toString();
  }
}
