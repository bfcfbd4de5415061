/** Both group protocols against a real Kafka: sharing, handing over, committing, being fenced. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createKafkaClient } from "../../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../../runtime/kafka/client.ts";
import { taskKey } from "../../../runtime/kafka/membership/tasks.ts";
import type { GroupTopology, Membership, MembershipCallbacks, TaskId } from "../../../runtime/kafka/ports.ts";
import { WeirError } from "../../../shared/errors.ts";
import { startKafka } from "../../support/kafka/kafka.ts";
import type { Kafka } from "../../support/kafka/kafka.ts";
import { until } from "../support.ts";

let kafka: Kafka;
let client: KafkaClient;
let groups = 0;

before(async () => {
  kafka = await startKafka();
  client = createKafkaClient({ brokers: [kafka.bootstrap], clientId: "weir-test" });
});
after(async () => {
  await client.close();
  await kafka.stop();
});

interface Member {
  readonly membership: Membership;
  readonly owned: Set<string>;
  readonly statuses: (string | null)[];
  readonly events: string[];
  failure: Error | null;
  /** What `revoke` waits for. */
  mayRevoke: Promise<void>;
}

/** Everything that is owned by two at once, ever, is a violation. */
class Group {
  readonly id = `group-${Date.now()}-${(groups += 1)}`;
  readonly source = `${this.id}-in`;
  readonly repartition = `${this.id}-by-key-repartition`;
  readonly changelog = `${this.id}-count-changelog`;
  readonly members: Member[] = [];
  readonly #protocol: "streams" | "classic" | "auto";

  constructor(protocol: "streams" | "classic" | "auto") {
    this.#protocol = protocol;
  }

  get topology(): GroupTopology {
    const none = {
      sourceTopics: [],
      repartitionSinks: [],
      repartitionSources: [],
      changelogs: [],
      copartitionGroups: [],
    };
    const config = { "cleanup.policy": "compact" };
    return {
      epoch: 1,
      subTopologies: [
        { ...none, id: "0", sourceTopics: [this.source], repartitionSinks: [this.repartition] },
        {
          ...none,
          id: "1",
          repartitionSources: [{ name: this.repartition, partitions: 0, config: {} }],
          changelogs: [{ name: this.changelog, partitions: 0, config }],
        },
      ],
    };
  }

  async join(processId: string): Promise<Member> {
    const membership = client.membership({
      groupId: this.id,
      topology: this.topology,
      processId,
      protocol: this.#protocol,
      heartbeatIntervalMs: 200,
    });
    const member: Member = {
      membership,
      owned: new Set(),
      statuses: [],
      events: [],
      failure: null,
      mayRevoke: Promise.resolve(),
    };
    this.members.push(member);
    await membership.start(this.#callbacks(member));
    return member;
  }

  #callbacks(member: Member): MembershipCallbacks {
    const note = (event: string, tasks: readonly TaskId[]): void => {
      member.events.push(`${event} ${tasks.map(taskKey).toSorted().join(" ")}`);
    };
    return {
      assign: (tasks) => {
        note("assign", tasks);
        member.owned.clear();
        for (const task of tasks) member.owned.add(taskKey(task));
        for (const other of this.members) {
          const isShared = other !== member && [...member.owned].some((task) => other.owned.has(task));
          if (isShared) throw new Error("a task has two owners");
        }
        return Promise.resolve();
      },
      revoke: async (tasks) => {
        note("revoke", tasks);
        await member.mayRevoke;
        for (const task of tasks) member.owned.delete(taskKey(task));
      },
      lost: (tasks) => {
        note("lost", tasks);
        member.owned.clear();
      },
      status: (message) => member.statuses.push(message),
      failed: (error) => {
        member.failure = error;
      },
    };
  }

  sizes(): number[] {
    return this.members.map(({ owned }) => owned.size);
  }

  async untilSizes(...sizes: number[]): Promise<void> {
    await until(`the members have ${sizes.join(", ")} tasks`, () => this.sizes().join() === sizes.join());
    assert.deepEqual(
      this.members.map(({ failure }) => failure).filter((failure) => failure !== null),
      [],
    );
  }
}

for (const protocol of ["streams", "classic"] as const) {
  describe(`a ${protocol} group`, () => {
    test("waits for its topics, makes internal ones, shares its tasks and hands them over", async () => {
      const group = new Group(protocol);
      const first = await group.join("a");
      await until("it says which topic is missing", () => first.statuses.at(-1)?.includes(group.source) === true);
      assert.match(String(first.statuses.at(-1)), /does not exist/u);
      await client.admin.createTopics([{ name: group.source, partitions: 4 }]);
      await group.untilSizes(8);
      await until("all is well", () => first.statuses.at(-1) === null);
      assert.deepEqual(await client.admin.topics([group.repartition, group.changelog]), [
        { name: group.repartition, partitions: 4 },
        { name: group.changelog, partitions: 4 },
      ]);

      const { promise, resolve } = Promise.withResolvers<void>();
      first.mayRevoke = promise;
      const second = await group.join("b");
      await until("the first is asked to give up some", () => first.events.some((event) => event.startsWith("revoke")));
      // Nobody else has them before they have been given up, however often the group meets meanwhile.
      await delay(1200);
      assert.deepEqual(group.sizes(), [8, 0]);
      resolve();
      await group.untilSizes(4, 4);
      assert.deepEqual([...first.owned, ...second.owned].toSorted(), [
        "0_0",
        "0_1",
        "0_2",
        "0_3",
        "1_0",
        "1_1",
        "1_2",
        "1_3",
      ]);

      const offsets = [0, 1].map((partition) => ({ topic: group.source, partition }));
      await first.membership.commit([{ ...offsets[0]!, offset: 5, metadata: "m" }]);
      assert.deepEqual(await second.membership.committed(offsets), [5, -1]);

      await first.membership.leave();
      first.owned.clear();
      await group.untilSizes(0, 8);
      await assert.rejects(
        first.membership.commit([{ ...offsets[0]!, offset: 3 }]),
        (error) => error instanceof WeirError && error.code === "KAFKA_0301",
      );
      assert.deepEqual(await second.membership.committed(offsets), [5, -1]);
      await second.membership.leave();
    });

    test("lets its members commit while it rebalances", async () => {
      const group = new Group(protocol);
      await client.admin.createTopics([{ name: group.source, partitions: 2 }]);
      const first = await group.join("a");
      await group.untilSizes(4);
      const state = { isDone: false };
      let committed = 0;
      const committing = (async () => {
        while (!state.isDone) {
          await first.membership.commit([{ topic: group.source, partition: 0, offset: (committed += 1) }]);
        }
      })();
      for (const name of ["b", "c"]) await group.join(name);
      await group.untilSizes(...(protocol === "classic" ? [2, 1, 1] : group.sizes()));
      await until("every member has something", () => group.sizes().every((size) => size > 0));
      state.isDone = true;
      await committing;
      assert.ok(committed > 10, `${committed} commits`);
      assert.deepEqual(await first.membership.committed([{ topic: group.source, partition: 0 }]), [committed]);
      for (const { membership } of group.members) await membership.leave();
    });
  });
}

test("finds out which protocol the broker has", async () => {
  const group = new Group("auto");
  const member = await group.join("a");
  assert.equal(member.membership.protocol, "streams");
  assert.notEqual(member.membership.memberId, "");
  await member.membership.leave();
});

test("a group that others use in another way is an error, not a wait", async () => {
  const streams = new Group("streams");
  await client.admin.createTopics([{ name: streams.source, partitions: 1 }]);
  const first = await streams.join("a");
  await streams.untilSizes(2);
  let failure: Error | undefined;
  const intruder = client.membership({
    groupId: streams.id,
    topology: streams.topology,
    processId: "x",
    protocol: "classic",
  });
  const nothing = (): Promise<void> => Promise.resolve();
  await intruder.start({
    assign: nothing,
    revoke: nothing,
    lost() {},
    status() {},
    failed: (error) => (failure = error),
  });
  await until("it fails", () => failure !== undefined);
  assert.ok(failure instanceof WeirError);
  assert.match(failure.message, /INCONSISTENT_GROUP_PROTOCOL/u);
  await intruder.leave();
  await first.membership.leave();
});
