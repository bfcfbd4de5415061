/** Every operator's icon once, unseen: the canvas reads their shapes. */
import { useLayoutEffect, useRef } from "react";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { Icon } from "../../ui/icon.tsx";
import { toIconName } from "../../ui/icons.ts";
import { readIcons } from "../paint/icon-paths.ts";

const names = [...new Set([...catalogue.values()].map(({ icon }) => icon)), "circle-question-mark"];

export function IconSheet() {
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (sheet.current !== null) readIcons(sheet.current);
  }, []);
  return (
    <div ref={sheet} hidden>
      {names.map((name) => (
        <Icon key={name} name={toIconName(name)} />
      ))}
    </div>
  );
}
