/** Outputs of a branch with their conditions, in the order in which they are tried. */
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { Button } from "../../ui/button.tsx";
import { ExpressionRow } from "../expressions/expression-row.tsx";
import { useFindings, useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../model/json-value.ts";
import { Section } from "../node/section.tsx";
import { sentence, type FieldProps } from "./frame.tsx";
import { NameInput } from "./name-input.tsx";
import { moved, OrderedRows } from "./ordered-rows.tsx";

const meta = { scope: ["record"], expects: "boolean" } as const;

export function CasesField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const own = useFindings(pointer);
  const within = useFindingsWithin(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const cases = isJsonList(value) ? value.map((item): JsonObject => (isJsonObject(item) ? item : {})) : [];
  const set = (next: readonly Json[]): void => form.set(pointer, next, spec.title);
  const port = (item: JsonObject): string => (typeof item["port"] === "string" ? item["port"] : "");
  const ofPorts = within.filter((finding) => finding.pointer?.endsWith("/port") === true);
  return (
    <Section
      title={spec.title}
      note="the first that is true takes the record"
      pointer={pointer}
      error={sentence(own[0] ?? ofPorts[0])}
    >
      <OrderedRows
        items={cases}
        keyOf={(_, i) => String(i)}
        nameOf={port}
        label={spec.title}
        readOnly={readOnly}
        onMove={(from, to) => set(moved(cases, from, to))}
        onRemove={(i) => set(cases.toSpliced(i, 1))}
        render={(item, i) => (
          <ExpressionRow
            pointer={pointer + makePointer(i, "when")}
            label={`Condition of ${port(item)}`}
            title={`condition of ${port(item)}`}
            meta={meta}
            placeholder="value.total > 1000"
            head={
              <NameInput
                label={`Output ${i + 1}`}
                value={port(item)}
                readOnly={readOnly}
                check={(name) =>
                  !/^[A-Za-z0-9_-]{1,64}$/.test(name)
                    ? "Write letters, digits, _ or -."
                    : cases.some((other, at) => at !== i && port(other) === name)
                      ? "There is an output of that name."
                      : undefined
                }
                onCommit={(name) => form.set(pointer + makePointer(i, "port"), name, `name of output ${port(item)}`)}
              />
            }
          />
        )}
      />
      {!readOnly && (
        <div className="rows-tools">
          <Button
            size="small"
            icon="plus"
            onClick={() => set([...cases, { port: `case${cases.length + 1}`, when: "" }])}
          >
            Add case
          </Button>
        </div>
      )}
    </Section>
  );
}
