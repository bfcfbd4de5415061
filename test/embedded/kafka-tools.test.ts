/** Kafka's own command-line tools against the embedded broker. They need Java and Kafka's jars, and some seconds each. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { createEmbeddedBroker } from "../../runtime/embedded/broker.ts";
import { kafkaClassPath } from "../support/kafka/class-path.ts";
import { runJava } from "../support/kafka/java.ts";

const hasJava = ["java", "mvn"].every((command) => spawnSync(command, ["-version"]).status === 0);
const tools = "org.apache.kafka.tools";

test(
  "kafka-topics, console producer and consumer, kafka-consumer-groups",
  { skip: hasJava ? false : "there is no Java" },
  async (context) => {
    const classPath = await kafkaClassPath();
    const broker = await createEmbeddedBroker({ autoCreateTopics: false });
    context.after(() => broker.close());
    const run = async (tool: string, args: readonly string[], stdin = ""): Promise<string> => {
      // The tools are short: a quick start matters more than quick code.
      const jvm = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath];
      const { stdout } = await runJava(
        [...jvm, `${tools}.${tool}`, "--bootstrap-server", broker.bootstrap, ...args],
        stdin,
      );
      return stdout;
    };
    await run("TopicCommand", ["--create", "--topic", "t", "--partitions", "2", "--config", "retention.ms=99000"]);
    const [description] = await Promise.all([
      run("TopicCommand", ["--describe", "--topic", "t"]),
      run(
        "ConsoleProducer",
        [
          "--topic",
          "t",
          "--reader-property",
          "parse.key=true",
          "--reader-property",
          "key.separator=:",
          "--compression-codec",
          "lz4",
        ],
        "a:1\nb:2\nc:3\n",
      ),
    ]);
    assert.match(description, /PartitionCount: 2\s+ReplicationFactor: 1\s+Configs: retention\.ms=99000/u);
    assert.match(description, /Partition: 1\s+Leader: 1\s+Replicas: 1\s+Isr: 1/u);
    const consume = (...more: string[]): Promise<string> =>
      run("consumer.ConsoleConsumer", [
        "--topic",
        "t",
        "--from-beginning",
        "--max-messages",
        "3",
        "--timeout-ms",
        "20000",
        ...more,
      ]);
    const outputs = await Promise.all([
      consume("--group", "classic"),
      consume(
        "--group",
        "newer",
        "--command-property",
        "group.protocol=consumer",
        "--isolation-level",
        "read_committed",
      ),
    ]);
    for (const output of outputs) assert.deepEqual(output.trim().split("\n").toSorted(), ["1", "2", "3"]);
    const groups = await run("consumer.group.ConsumerGroupCommand", ["--describe", "--all-groups"]);
    for (const group of ["classic", "newer"]) {
      const lines = groups.split("\n").filter((line) => line.startsWith(group));
      assert.equal(lines.length, 2, groups);
      const [ends, lags] = [3, 5].map((column) =>
        lines.reduce((sum, line) => sum + Number(line.split(/\s+/u)[column === 3 ? 4 : 5]), 0),
      );
      assert.deepEqual([ends, lags], [3, 0], groups);
    }
  },
);
