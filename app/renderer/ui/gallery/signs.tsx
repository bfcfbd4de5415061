import { Badge } from "../badge.tsx";
import { Banner } from "../banner.tsx";
import { Button } from "../button.tsx";
import { Chip, type OperatorKind } from "../chip.tsx";
import { Count } from "../count.tsx";
import { InlineCode } from "../inline-code.tsx";
import { Kbd } from "../kbd.tsx";
import { Pill } from "../pill.tsx";
import { Progress } from "../progress.tsx";
import { Skeleton } from "../skeleton.tsx";
import { Spinner } from "../spinner.tsx";
import { ValueType } from "../value-type.tsx";
import { Line, Section } from "./section.tsx";

const kinds: readonly (readonly [OperatorKind, string])[] = [
  ["source", "radio-receiver"],
  ["cdc", "database"],
  ["transform", "funnel"],
  ["join", "git-merge"],
  ["window", "sigma"],
  ["sink", "radio-tower"],
];
const types = [
  "string",
  "int",
  "number",
  "decimal",
  "instant",
  "duration",
  "boolean",
  "struct",
  "array",
  "map",
  "bytes",
  "null",
  "any",
];

export function Signs() {
  return (
    <Section title="Signs">
      <Line name="badge">
        <Badge>CDC</Badge>
        <Badge tone="accent">new</Badge>
        <Badge tone="good">healthy</Badge>
        <Badge tone="warn">state grows</Badge>
        <Badge tone="bad">failed</Badge>
      </Line>
      <Line name="pill">
        <Pill>
          <b>118</b>
        </Pill>
        <Pill>
          <b>1.2 k</b>/s
        </Pill>
        <Pill tone="warn">re-key</Pill>
        <Pill tone="good" dot>
          running
        </Pill>
        <Pill tone="bad" icon="clock">
          2 late
        </Pill>
        <Pill tone="accent">selected</Pill>
      </Line>
      <Line name="count and keys">
        <Count value={4} />
        <Count value={1} tone="warn" />
        <Count value={6} tone="good" />
        <Count value={2400} tone="bad" />
        <Kbd keys="Mod+K" />
        <Kbd keys="Shift+Enter" />
        <Kbd keys="/" />
      </Line>
      <Line name="kinds">
        {kinds.map(([kind, icon]) => (
          <Chip key={kind} kind={kind} icon={icon} />
        ))}
        {kinds.map(([kind, icon]) => (
          <Chip key={kind} kind={kind} icon={icon} bare />
        ))}
        <Chip kind="join" icon="git-merge" size="large" />
      </Line>
      <Line name="types">
        {types.map((kind) => (
          <ValueType key={kind} kind={kind} />
        ))}
      </Line>
      <Line name="code">
        <span>
          Compares <InlineCode>left.id</InlineCode> with <InlineCode copyable>right.orderId</InlineCode>
        </span>
      </Line>
      <Line name="waiting">
        <Spinner label="Loading the topics" />
        <Spinner size={12} />
      </Line>
      <Line name="progress" wide>
        <Progress label="Reading orders" value={0.62} detail="1 240 of 2 000 records" />
        <Progress label="Connecting to Kafka" />
        <Progress label="State on disk" value={0.91} tone="warn" />
      </Line>
      <Line name="skeleton" wide>
        <Skeleton label="Loading the pipeline" lines={3} />
      </Line>
      <Line name="banner" wide>
        <Banner title="This folder is not trusted yet.">Pipelines can be read, not run.</Banner>
        <Banner tone="good">All 6 tests pass.</Banner>
        <Banner
          tone="warn"
          title="The file changed on disk."
          actions={
            <>
              <Button size="small" variant="line">
                Compare
              </Button>
              <Button size="small">Keep mine</Button>
            </>
          }
        >
          Someone else wrote it 2 min ago.
        </Banner>
        <Banner tone="bad" title="Kafka cannot be reached at localhost:9092." onDismiss={() => {}}>
          The last answer came 40 s ago; the run waits and tries again.
        </Banner>
      </Line>
    </Section>
  );
}
