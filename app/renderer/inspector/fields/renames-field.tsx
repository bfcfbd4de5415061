/** Old names to new ones. */
import { useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonObject, type JsonObject } from "../model/json-value.ts";
import { Frame, type FieldProps } from "./frame.tsx";
import { NameInput } from "./name-input.tsx";
import { useInputFields } from "./names-field.tsx";
import "./rows.css";

export function RenamesField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindingsWithin(pointer);
  const options = useInputFields();
  const [adding, setAdding] = useState(false);
  const map: JsonObject = isJsonObject(value) ? value : {};
  const set = (next: JsonObject): void =>
    form.set(pointer, Object.keys(next).length === 0 && spec.optional ? undefined : next, spec.title);
  return (
    <Frame spec={spec} pointer={pointer} findings={findings}>
      {() => (
        <div className="rows">
          {Object.entries(map).map(([from, to]) => (
            <div key={from} className="rows-row rows-pair">
              <code className="rows-text">{from}</code>
              <Icon name="arrow-right" size={12} label="becomes" />
              <NameInput
                label={`New name of ${from}`}
                value={typeof to === "string" ? to : JSON.stringify(to)}
                readOnly={readOnly}
                onCommit={(name) => set({ ...map, [from]: name })}
              />
              {!readOnly && (
                <IconButton
                  icon="x"
                  size="small"
                  label={`Do not rename ${from}`}
                  onClick={() => set(Object.fromEntries(Object.entries(map).filter(([name]) => name !== from)))}
                />
              )}
            </div>
          ))}
          {adding && (
            <Combobox
              aria-label="Field to rename"
              value={undefined}
              options={options.filter((option) => !Object.hasOwn(map, option.value))}
              allowCustom
              mono
              placeholder="Which field?"
              onChange={(name) => {
                setAdding(false);
                if (name !== "") set({ ...map, [name]: name });
              }}
            />
          )}
          {!readOnly && !adding && (
            <Button size="small" icon="plus" onClick={() => setAdding(true)}>
              Rename a field
            </Button>
          )}
        </div>
      )}
    </Frame>
  );
}
