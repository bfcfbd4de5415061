import { useState } from "react";
import { Button } from "../button.tsx";
import { EmptyState } from "../empty-state.tsx";
import { SplitPane } from "../split-pane.tsx";
import { timeScale } from "../time-scale.ts";
import { Section } from "./section.tsx";

export function Layout() {
  const [width, setWidth] = useState(180);
  const [height, setHeight] = useState(70);
  return (
    <Section title="Layout">
      <div className="gallery-box">
        <SplitPane
          direction="row"
          sized="start"
          sizePx={width}
          defaultPx={180}
          minPx={120}
          maxPx={320}
          onResize={setWidth}
          label="Width of the palette"
        >
          <div className="gallery-pane">Palette, {width} px</div>
          <SplitPane
            direction="column"
            sized="end"
            sizePx={height}
            defaultPx={70}
            minPx={40}
            maxPx={140}
            onResize={setHeight}
            label="Height of the panel"
          >
            <div className="gallery-pane">Canvas</div>
            <div className="gallery-pane">Panel, {height} px</div>
          </SplitPane>
        </SplitPane>
      </div>
      <TimeLine />
      <EmptyState
        icon="workflow"
        title="No pipelines in this folder"
        actions={
          <>
            <Button variant="primary" icon="plus">
              New pipeline
            </Button>
            <Button variant="line" icon="layout-template">
              From a template
            </Button>
          </>
        }
        aside="Or drop a .pipeline.json file here."
      >
        A pipeline reads topics, shapes and joins records, and writes the result. Start with a template that already
        runs.
      </EmptyState>
    </Section>
  );
}

function TimeLine() {
  const from = Date.UTC(2026, 0, 5, 10, 14);
  const scale = timeScale(from, from + 300_000, 560);
  return (
    <svg
      className="gallery-line-drawing ui-kind-window"
      width="100%"
      height="44"
      overflow="visible"
      role="img"
      aria-label="Stream time, with windows of one minute"
    >
      {scale.ticks(6).map((tick) => (
        <g key={tick.ms}>
          <line x1={tick.x} x2={tick.x} y1="0" y2="26" />
          <text x={tick.x} y="40">
            {tick.label}
          </text>
        </g>
      ))}
      {[0, 1, 2, 3].map((minute) => (
        <rect
          key={minute}
          x={scale.x(from + minute * 60_000) + 1}
          y="4"
          width={scale.x(from + 60_000) - 2}
          height="14"
          rx="3"
        />
      ))}
      {[12, 40, 71, 95, 133, 190, 222].map((second) => (
        <circle key={second} cx={scale.x(from + second * 1000)} cy="11" r="2.5" />
      ))}
    </svg>
  );
}
