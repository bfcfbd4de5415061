/** The constants of SHA-2: leading fraction bits of roots of the first primes (FIPS 180-4 §4.2, §5.3), computed exactly instead of copied. */
export function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The first 64 bits after the point of the square (`degree` 2) or cube root (3) of a small number. */
export function rootFraction(value: number, degree: 2 | 3): bigint {
  const shifted = BigInt(value) << BigInt(64 * degree);
  let root = 0n;
  for (let bit = 1n << 70n; bit > 0n; bit >>= 1n) {
    const candidate = root | bit;
    if (candidate ** BigInt(degree) <= shifted) root = candidate;
  }
  return root & 0xffff_ffff_ffff_ffffn;
}
