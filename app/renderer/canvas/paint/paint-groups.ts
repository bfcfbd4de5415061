/** Groups, below the edges: the ground of a frame at every zoom, the whole of it where it has no element. */
import type { CanvasModel } from "../model/canvas-model.ts";
import { inflate, intersects } from "../model/geometry.ts";
import type { GroupBox } from "../model/scene.ts";
import { worldRect } from "../model/viewport.ts";
import type { Colors } from "./colors.ts";
import { cut } from "./cut-text.ts";

/** Pixels of the screen: narrower groups show no title. */
const titleWidth = 54;

/** In world units. */
export function paintGroups(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors, margin = 0): void {
  const area = inflate(worldRect(model.viewport, model.size), 40 + margin / model.viewport.zoom);
  const whole = model.view.getState().detail === "blocks";
  for (const box of model.scene.groups) {
    if (!intersects(model.boxOf(box.id) ?? box, area)) continue;
    if (whole) paintGroup(context, model, colors, box);
    else if (!box.collapsed) paintGround(context, model, colors, box);
  }
}

function paintGround(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors, box: GroupBox): void {
  const { x, y, width, height } = model.boxOf(box.id) ?? box;
  context.beginPath();
  context.roundRect(x, y, width, height, 10);
  context.globalAlpha = 0.6;
  context.fillStyle = colors.surface;
  context.fill();
  context.globalAlpha = 1;
}

function paintGroup(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors, box: GroupBox): void {
  const rect = model.boxOf(box.id) ?? box;
  const { zoom } = model.viewport;
  const chosen = model.session.selection.getState().groups.has(box.id);
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, 12);
  context.globalAlpha = box.collapsed ? 1 : 0.6;
  context.fillStyle = box.collapsed ? colors.raised : colors.surface;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = (chosen ? 2 : 1) / zoom;
  context.strokeStyle = chosen ? colors.accent : colors.edge;
  context.stroke();
  if (rect.width * zoom < titleWidth) return;
  const size = Math.max(13, 10 / zoom);
  context.font = `600 ${size}px ${colors.font}`;
  context.textBaseline = "top";
  context.fillStyle = colors.textQuiet;
  const room = rect.width - 12 / zoom;
  context.fillText(
    cut(context, box.group.title, room, `g${Math.round(zoom * 50)} ${Math.round(room)}`),
    rect.x + 6 / zoom,
    rect.y + 5 / zoom,
  );
}
