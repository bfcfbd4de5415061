/** The canvas of a session: made when it is first asked for, kept while the session lives. */
import type { Session } from "../../stores/session.tsx";
import { CanvasModel } from "./canvas-model.ts";

const models = new WeakMap<Session, CanvasModel>();

export function canvasOf(session: Session): CanvasModel {
  const known = models.get(session);
  if (known !== undefined) return known;
  const made = new CanvasModel(session);
  models.set(session, made);
  return made;
}
