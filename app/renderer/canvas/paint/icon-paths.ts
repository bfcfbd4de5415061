/** Icons as paths for a canvas, read from the icons that a hidden element shows (icon-sheet.tsx): 24 units wide, to be stroked. */
const paths = new Map<string, Path2D>();

export function iconPath(name: string): Path2D | undefined {
  return paths.get(name);
}

export function readIcons(sheet: Element): void {
  for (const drawing of sheet.querySelectorAll<SVGElement>("svg[data-icon]")) {
    const name = drawing.dataset["icon"];
    if (name === undefined) continue;
    const path = new Path2D();
    for (const shape of drawing.children) path.addPath(pathOf(shape));
    paths.set(name, path);
  }
}

function pathOf(shape: Element): Path2D {
  const number = (name: string): number => Number(shape.getAttribute(name) ?? 0);
  const path = new Path2D(shape.tagName === "path" ? (shape.getAttribute("d") ?? "") : "");
  switch (shape.tagName) {
    case "circle":
      path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
      break;
    case "ellipse":
      path.ellipse(number("cx"), number("cy"), number("rx"), number("ry"), 0, 0, 2 * Math.PI);
      break;
    case "rect":
      path.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
      break;
    case "line":
      path.moveTo(number("x1"), number("y1"));
      path.lineTo(number("x2"), number("y2"));
      break;
    case "polyline":
    case "polygon":
      trace(path, shape.getAttribute("points") ?? "", shape.tagName === "polygon");
      break;
    default:
      break;
  }
  return path;
}

function trace(path: Path2D, points: string, close: boolean): void {
  const numbers = points
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  for (let index = 0; index + 1 < numbers.length; index += 2) path.lineTo(numbers[index] ?? 0, numbers[index + 1] ?? 0);
  if (close) path.closePath();
}
