/** The operators, to be added to the canvas. */
import { catalogue } from "../../../shared/operators/catalogue.ts";

export function Palette() {
  return (
    <nav className="palette" aria-label="Operators">
      {[...catalogue.values()].map((operator) => (
        <button key={operator.type} type="button">
          {operator.title}
        </button>
      ))}
    </nav>
  );
}
