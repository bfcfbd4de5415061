/** Positions on the earth: latitude (north positive) and longitude (east positive) in degrees, WGS 84 taken as a sphere of the mean radius. */
import { NUMBER, makeStruct } from "../../records/types.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";

const EARTH_RADIUS_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;
const ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";

export const geoFunctions = defineFamily("geo", [
  {
    name: "geo.distance",
    summary: "The great-circle distance of two positions in metres (haversine).",
    signature: "(latitude: number, longitude: number, otherLatitude: number, otherLongitude: number) => number",
    call: distance,
    examples: [
      ["round(geo.distance(52.52, 13.405, 48.137, 11.575) / 1000)", 504],
      ["geo.distance(10, 20, 10, 20)", 0],
    ],
  },
  {
    name: "geo.bearing",
    summary:
      "The initial direction from the first position to the second, in degrees clockwise from north, from 0 to 360.",
    signature: "(latitude: number, longitude: number, otherLatitude: number, otherLongitude: number) => number",
    call: (lat: number, lon: number, otherLat: number, otherLon: number) => {
      const delta = (otherLon - lon) * RADIANS;
      const y = Math.sin(delta) * Math.cos(otherLat * RADIANS);
      const x =
        Math.cos(lat * RADIANS) * Math.sin(otherLat * RADIANS) -
        Math.sin(lat * RADIANS) * Math.cos(otherLat * RADIANS) * Math.cos(delta);
      return (Math.atan2(y, x) / RADIANS + 360) % 360;
    },
    examples: [
      ["geo.bearing(0, 0, 1, 0)", 0],
      ["geo.bearing(0, 0, 0, 1)", 90],
    ],
  },
  {
    name: "geo.inBox",
    summary:
      "Whether a position is in a box, its edges included; a box with `west` greater than `east` crosses the date line.",
    signature:
      "(latitude: number, longitude: number, south: number, west: number, north: number, east: number) => boolean",
    call: (lat: number, lon: number, south: number, west: number, north: number, east: number) =>
      lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east),
    examples: [
      ["geo.inBox(52.5, 13.4, 47, 5, 55, 15)", true],
      ["geo.inBox(-17, 179, -20, 177, -15, -178)", true],
    ],
  },
  {
    name: "geo.hash",
    summary: "The geohash of a position with so many characters; nearby positions share a beginning.",
    signature: "(latitude: number, longitude: number, length?: int) => string",
    parameters: { length: "1 to 12; 9 unless given, about five metres." },
    call: (lat: number, lon: number, length: number | bigint = 9) => geohash(lat, lon, Number(length)),
    examples: [["geo.hash(57.64911, 10.40744, 6)", "u4pruy"]],
  },
  {
    name: "geo.hashCenter",
    summary: "The position in the middle of a geohash's cell; an error where it is no geohash.",
    signature: "(hash: string) => any",
    refine: () =>
      makeStruct([
        { name: "latitude", type: NUMBER },
        { name: "longitude", type: NUMBER },
      ]),
    call: geohashCenter,
    examples: [["geo.hashCenter('s')", { latitude: 22.5, longitude: 22.5 }]],
  },
]);

function distance(lat: number, lon: number, otherLat: number, otherLon: number): number {
  const sinLat = Math.sin(((otherLat - lat) * RADIANS) / 2);
  const sinLon = Math.sin(((otherLon - lon) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(lat * RADIANS) * Math.cos(otherLat * RADIANS) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

function geohash(lat: number, lon: number, length: number): string {
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || !(length >= 1 && length <= 12))
    throw new ExpressionError(
      "REC_0005",
      `geo.hash was given ${lat}, ${lon} with ${length} characters.`,
      "Latitudes are -90 to 90, longitudes -180 to 180, lengths 1 to 12.",
    );
  const ranges: [[number, number], [number, number]] = [
    [-180, 180],
    [-90, 90],
  ];
  let hash = "";
  for (let i = 0; i < length * 5; i += 5) {
    let digit = 0;
    for (let bit = i; bit < i + 5; bit++) {
      const range = ranges[bit % 2 === 0 ? 0 : 1];
      const middle = (range[0] + range[1]) / 2;
      const upper = (bit % 2 === 0 ? lon : lat) >= middle;
      digit = digit * 2 + (upper ? 1 : 0);
      range[upper ? 0 : 1] = middle;
    }
    hash += ALPHABET.charAt(digit);
  }
  return hash;
}

function geohashCenter(hash: string): Record<string, number> {
  const ranges: [[number, number], [number, number]] = [
    [-180, 180],
    [-90, 90],
  ];
  if (hash === "" || hash.length > 12) throw notGeohash(hash);
  for (let i = 0; i < hash.length; i++) {
    const digit = ALPHABET.indexOf(hash.charAt(i).toLowerCase());
    if (digit < 0) throw notGeohash(hash);
    for (let bit = 0; bit < 5; bit++) {
      const range = ranges[(5 * i + bit) % 2 === 0 ? 0 : 1];
      range[((digit >> (4 - bit)) & 1) === 1 ? 0 : 1] = (range[0] + range[1]) / 2;
    }
  }
  const position: Record<string, number> = Object.create(null);
  position["latitude"] = (ranges[1][0] + ranges[1][1]) / 2;
  position["longitude"] = (ranges[0][0] + ranges[0][1]) / 2;
  return position;
}

function notGeohash(hash: string): ExpressionError {
  return new ExpressionError(
    "REC_0007",
    `${JSON.stringify(hash.slice(0, 40))} is not a geohash.`,
    "It has 1 to 12 characters.",
  );
}
