import { useState } from "react";
import { Combobox, type ComboboxOption } from "../combobox.tsx";
import { Field } from "../field.tsx";
import { NumberField } from "../number-field.tsx";
import { SearchField } from "../search-field.tsx";
import { Segmented } from "../segmented.tsx";
import { Select } from "../select.tsx";
import { TextField } from "../text-field.tsx";
import { Textarea } from "../textarea.tsx";
import { ValueType } from "../value-type.tsx";
import { Section } from "./section.tsx";

const topics: readonly ComboboxOption[] = [
  { value: "orders", label: "orders", detail: "4 partitions", group: "This pipeline", icon: "radio-receiver" },
  { value: "payments", label: "payments", detail: "4 partitions", group: "This pipeline", icon: "radio-receiver" },
  { value: "late-totals", label: "late-totals", detail: "1 partition", group: "This cluster", icon: "radio-tower" },
  { value: "customers", label: "customers", detail: "12 partitions", group: "This cluster", icon: "table" },
  { value: "audit", label: "audit", detail: "not readable", group: "This cluster", icon: "lock", disabled: true },
];
const policies = [
  { value: "stop", label: "Stop the pipeline" },
  { value: "skip", label: "Skip it" },
  { value: "dead", label: "Send it to dead letters" },
] as const;
type Policy = (typeof policies)[number]["value"];

export function Fields() {
  const [text, setText] = useState("Late payments");
  const [search, setSearch] = useState("");
  const [found, setFound] = useState("late");
  const [minutes, setMinutes] = useState<number | null>(15);
  const [topic, setTopic] = useState("orders");
  const [policy, setPolicy] = useState<Policy | undefined>("dead");
  const [note, setNote] = useState("Shops settle within 15 minutes; ask finance before changing it.");
  const [keep, setKeep] = useState<"left" | "both">("left");
  return (
    <Section title="Fields">
      <div className="gallery-fields">
        <Field label="Name" note="shown on the node" help="A few words; it can be changed at any time.">
          {(control) => <TextField {...control} value={text} onChange={setText} />}
        </Field>
        <Field label="Field" help="Hovered.">
          {(control) => (
            <TextField
              {...control}
              mono
              value="order.id"
              onChange={setText}
              suffix={<ValueType kind="string" />}
              data-state="hover"
            />
          )}
        </Field>
        <Field label="Expression" note="= 18.50" help="On the sample record o-20417.">
          {(control) => (
            <TextField
              {...control}
              mono
              value="right?.amount ?? 0"
              onChange={setText}
              suffix={<ValueType kind="decimal" />}
              data-state="focus"
            />
          )}
        </Field>
        <Field label="Expression" error="There is no field “totl”; the record has “total”.">
          {(control) => (
            <TextField
              {...control}
              mono
              value="left.totl"
              onChange={setText}
              suffix={<ValueType kind="any" text="?" />}
            />
          )}
        </Field>
        <Field label="Topic" warning="It is made when the pipeline starts.">
          {(control) => (
            <Combobox {...control} value="late-orders" options={topics} allowCustom onChange={setTopic} mono />
          )}
        </Field>
        <Field label="Topic" help="Type to search.">
          {(control) => <Combobox {...control} value={topic} options={topics} onChange={setTopic} />}
        </Field>
        <Field label="Wait for the payment" note="grace 30 s" help="Arrows step, with Shift by ten.">
          {(control) => (
            <NumberField {...control} value={minutes} onChange={setMinutes} unit="minutes" min={0} max={1440} integer />
          )}
        </Field>
        <Field label="Partitions" error="At least 1.">
          {(control) => <NumberField {...control} value={0} onChange={setMinutes} min={1} />}
        </Field>
        <Field label="When a record fails" help="Others go on.">
          {(control) => <Select {...control} value={policy} onChange={setPolicy} options={policies} />}
        </Field>
        <Field label="Format" required help="What the bytes of the topic are.">
          {(control) => (
            <Select
              {...control}
              value={undefined}
              placeholder="Choose a format"
              onChange={nothing}
              options={[
                { value: "json", label: "JSON", group: "Text" },
                { value: "csv", label: "CSV", group: "Text" },
                { value: "avro", label: "Avro", group: "Binary" },
              ]}
            />
          )}
        </Field>
        <Field label="Disabled" help="Nothing can be typed.">
          {(control) => <TextField {...control} value="late-payments.dead" onChange={nothing} disabled />}
        </Field>
        <Field label="Disabled with a reason" help="The reason shows on hover and on focus.">
          {(control) => (
            <TextField
              {...control}
              value="late-payments"
              onChange={nothing}
              disabled="A running pipeline keeps its name."
            />
          )}
        </Field>
        <Field label="Loading">
          {(control) => (
            <Combobox
              {...control}
              value={undefined}
              placeholder="Reading the topics"
              options={[]}
              loading
              onChange={nothing}
            />
          )}
        </Field>
        <Field label="Disabled list">
          {(control) => (
            <Select
              {...control}
              value="stop"
              onChange={nothing}
              options={policies}
              disabled="Set by the environment."
            />
          )}
        </Field>
        <SearchField value={search} onChange={setSearch} placeholder="Add an operator" shortcut="/" />
        <SearchField value={found} onChange={setFound} placeholder="Find in the records" matches="3 of 12" />
        <Field label="Note" help="Markdown.">
          {(control) => <Textarea {...control} value={note} onChange={setNote} />}
        </Field>
        <Field label="Body" error="Line 2: a comma is missing.">
          {(control) => <Textarea {...control} mono value={'{\n  "id": 1'} onChange={setNote} />}
        </Field>
        <Field label="Keep" inline reserve={false}>
          {(control) => (
            <Segmented
              {...control}
              fill
              value={keep}
              onChange={setKeep}
              options={[
                { value: "left", label: "left" },
                { value: "both", label: "both" },
              ]}
            />
          )}
        </Field>
        <Field label="Small" inline reserve={false}>
          {(control) => (
            <TextField {...control} size="small" value="late.total" mono onChange={nothing} placeholder="a path" />
          )}
        </Field>
      </div>
    </Section>
  );
}

function nothing(): void {}
