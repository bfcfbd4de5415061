/** Every control in every state, in both themes; `?theme=dark` or `?theme=light` shows one. A page for us and for tests, not part of the product. */
import "./gallery/no-eval.ts";
import "../theme/theme.css";
import "./gallery/gallery.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Buttons } from "./gallery/buttons.tsx";
import { Choices } from "./gallery/choices.tsx";
import { Data } from "./gallery/data.tsx";
import { Fields } from "./gallery/fields.tsx";
import { Floating } from "./gallery/floating.tsx";
import { Icons } from "./gallery/icons.tsx";
import { Layout } from "./gallery/layout.tsx";
import { Signs } from "./gallery/signs.tsx";
import { Type } from "./gallery/type.tsx";
import { createNotices } from "./notices.ts";
import { NoticeRegion } from "./notice-region.tsx";

const asked = new URLSearchParams(location.search).get("theme");
const themes = asked === "dark" || asked === "light" ? [asked] : ["dark", "light"];
document.documentElement.dataset["theme"] = themes[0] ?? "dark";
const notices = createNotices();

function Gallery() {
  return (
    <div className="gallery">
      {themes.map((theme) => (
        <main key={theme} className="gallery-theme" data-theme={theme} aria-label={`The ${theme} theme`}>
          <h1 className="gallery-title">Controls, {theme}</h1>
          <Type />
          <Buttons />
          <Choices />
          <Fields />
          <Signs />
          <Floating notices={notices} />
          <Data
            onCopied={(format, rows) =>
              notices.show({ tone: "good", text: `Copied ${rows} ${rows === 1 ? "row" : "rows"} as ${format}` })
            }
          />
          <Layout />
          <Icons />
        </main>
      ))}
      <NoticeRegion store={notices} />
    </div>
  );
}

const root = document.querySelector("#app");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
