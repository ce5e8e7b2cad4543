// The name filter: 1,024 bits for all words of a name, plain or diffused.
const BITS = 1024;
const A_BIGRAM_SETS = 38;
const DIGESTS_A_BIGRAM = 3;
const MIXED = 5;
const utf8 = new TextEncoder();

// The bigrams of surname and forename together, each once.
export function bigrams(surname, forename) {
  const found = new Set();
  for (const word of [surname, forename].flatMap((name) => (name ? name.split(" ") : []))) {
    const letters = Array.from(`_${word}_`);
    for (let place = 1; place < letters.length; place += 1) found.add(letters[place - 1] + letters[place]);
  }
  return [...found];
}

// The bits that a bigram sets.
export async function places(key, bigram) {
  const text = utf8.encode(bigram);
  const numbers = [];
  for (let round = 0; round < DIGESTS_A_BIGRAM; round += 1) numbers.push(...await sixteen(key, [...text, round]));
  return numbers.slice(0, A_BIGRAM_SETS);
}

// For each bit of a diffused filter, the five bits of the plain one that it is the exclusive or of.
export async function diffusion(key) {
  return Promise.all(Array.from({ length: BITS }, async (_, bit) => {
    const sources = new Set();
    for (let round = 0; sources.size < MIXED; round += 1) {
      const numbers = await sixteen(key, [bit >> 8, bit & 255, round]);
      for (const number of numbers) if (sources.size < MIXED) sources.add(number);
    }
    return [...sources];
  }));
}

// The filter's 16 words as signed integers, and how many bits are set.
export function words(setPlaces, mixing) {
  let bits = new Uint8Array(BITS);
  for (const places of setPlaces) for (const place of places) bits[place] = 1;
  if (mixing) bits = Uint8Array.from(mixing, (sources) => sources.reduce((sum, place) => sum ^ bits[place], 0));
  const packed = new DataView(new ArrayBuffer(BITS / 8));
  bits.forEach((bit, place) => {
    if (bit) packed.setUint8(place >> 3, packed.getUint8(place >> 3) | (1 << (place & 7)));
  });
  const integers = Array.from({ length: BITS / 64 }, (_, word) => packed.getBigInt64(word * 8, true));
  return { integers, ones: bits.reduce((sum, bit) => sum + bit, 0) };
}

async function sixteen(key, bytes) {
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, Uint8Array.from(bytes)));
  return Array.from({ length: 16 }, (_, place) => digest.getUint16(place * 2) % BITS);
}
