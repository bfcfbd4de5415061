import "react";

/** Custom properties that components hand to their stylesheets: positions and counts, never colours. */
declare module "react" {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
