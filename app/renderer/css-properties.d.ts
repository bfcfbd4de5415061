import "react";

declare module "react" {
  // Custom properties that hand a measure from code to CSS.
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number | undefined;
  }
}
