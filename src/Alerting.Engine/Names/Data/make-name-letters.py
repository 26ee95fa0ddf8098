#!/usr/bin/env python3
"""Makes name-letters.txt, by which NameFolding.Fold compares names, from the Unicode Character Database.

    apt-get install unicode-data
    python3 make-name-letters.py /usr/share/unicode > name-letters.txt

Read are UnicodeData.txt, Scripts.txt, PropList.txt and DerivedNormalizationProps.txt. The result is the same for the
same version of Unicode; another version is a change of which names are equal, and is reviewed as such.
"""
import os
import sys

# Letters of these scripts are the same with and without marks. Elsewhere (Devanagari, Thai, Burmese, ...) marks are vowels.
SHED_MARKS = {'Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Arabic'}

# Apostrophes in all the shapes that transliterations of Arabic and Hebrew use for hamza and ayn, and letters like them.
# (An acute accent that stands alone is a space with that mark to NFKC, and folded as such.)
APOSTROPHES = "'`\u2018\u2019\u201B\u02B9\u02BB\u02BC\u02BD\u02BE\u02BF\u02C0\u02C1\u02C8\u02CA\u02CB\u2032\u2035" \
    "\u055A\u05F3\u05F4\uA78C\u0294\u0295\u0242"
# Full stops and middle dots as they are written in and between names.
POINTS = ".\u00B7\u2022\u2027\u2219\u22C5\u30FB\u3002\u06D4"
TATWEEL = "\u0640"
# Beside the dashes that have the property (Dash_Punctuation).
HYPHENS = "\u2043\u2212\u02D7"

# Latin letters that have no decomposition, after case folding: as the Unicode CLDR transform Latin-ASCII has them, and on
# the last line letters of Azerbaijani and of African and Sami alphabets that it lacks.
LATIN = """
a 1D8F 2C65; aa A733; ae 00E6; ao A735; au A737; av A739 A73B; ay A73D; b 0180 0183 0253 1D6C 1D80; c 0188 023C 0255 A793;
d 00F0 0111 018C 0221 0256 0257 1D6D 1D81 1D91 A771 A77A; db 0238; dz 02A3 02A5; e 0247 025B 1D92 1D93 2C78;
f 0192 1D6E 1D82 A77C; g 01E5 0260 0261 1D83 A7A1; h 0127 0266 0267 2C68; hv 0195; i 0131 0268 1D96; j 0237 0249 025F 029D;
k 0199 1D84 2C6A A741 A743 A745 A7A3; l 0142 019A 0234 026B 026C 026D 1D85 2C61 A747 A749 A772; ll 1EFB; ls 02AA; lz 02AB;
m 0271 1D6F 1D86 A773; n 014B 019E 0235 0272 0273 1D70 1D87 A774 A791 A7A5; o 00F8 2C7A A74B A74D; oe 0153; oi 01A3; oo A74F;
p 01A5 1D71 1D7D 1D88 A751 A753 A755; q 0138 02A0 A757 A759; qp 0239; r 024D 027C 027D 027E 1D72 1D73 1D89 A775 A7A7;
s 023F 0282 1D74 1D8A 1E9C 1E9D A7A9; t 0167 01AB 01AD 0236 0288 1D75 2C66 A777 A787; th 00FE 1D7A A765 A767; ts 02A6;
u 0289 1D99; ue 1D6B; v 028B 1D8C 1EFD 2C71 2C74 A75F; vy A761; w 2C73; x 1D8D; y 01B4 024F 1EFF;
z 01B6 0225 0240 0290 0291 1D76 1D8E 2C6C;
a 0251; e 0259 01DD; g 0263; i 0269; o 0254 0275; u 028A; z 0292
"""
# Letters that are written for one another in Arabic, Persian and Urdu: alef with wasla, alef maksura and the yehs, the
# kafs, teh marbuta and the hehs. (Letters with hamza or madda above have decompositions.)
ARABIC = {0x0671: 0x0627, 0x0672: 0x0627, 0x0673: 0x0627, 0x0649: 0x064A, 0x06CC: 0x064A, 0x06A9: 0x0643,
          0x0629: 0x0647, 0x06C1: 0x0647, 0x06C3: 0x0647, 0x06D5: 0x0647}

# The iota below a letter, a mark whose case folding is the letter iota: where the name is folded, since it must not come
# between a letter and its other marks. Alone it has a letter of its own.
YPOGEGRAMMENI, ALONE = 0x0345, 0x037A
SEPARATOR, NOTHING = (0x20,), ()


def rows(directory, name):
    with open(os.path.join(directory, name), encoding='utf-8') as file:
        for line in file:
            fields = [field.strip() for field in line.split('#')[0].split(';')]
            if len(fields) > 1:
                first, _, last = fields[0].partition('..')
                yield range(int(first, 16), int(last or first, 16) + 1), fields


def code_points(text):
    return tuple(int(c, 16) for c in text.split())


class Unicode:
    def __init__(self, directory):
        self.category, self.combining, self.canonical = {}, {}, {}
        first = None
        for chars, fields in rows(directory, 'UnicodeData.txt'):
            if fields[1].endswith(', Last>'):
                chars = range(first, chars[0] + 1)
            first = chars[0]
            for c in chars:
                self.category[c] = fields[2]
            self.combining[first] = int(fields[3])
            if fields[5] and not fields[5].startswith('<'):
                self.canonical[first] = code_points(fields[5])
        self.script = {c: f[1] for chars, f in rows(directory, 'Scripts.txt') for c in chars}
        self.white_space = {c for chars, f in rows(directory, 'PropList.txt') if f[1] == 'White_Space' for c in chars}
        self.casefold = {c: code_points(f[2]) for chars, f in rows(directory, 'DerivedNormalizationProps.txt')
                         if f[1] == 'NFKC_CF' for c in chars}

    def decompose(self, c):
        if 0xAC00 <= c < 0xD7A4:
            leading, rest = divmod(c - 0xAC00, 588)
            vowel, trailing = divmod(rest, 28)
            return (0x1100 + leading, 0x1161 + vowel) + ((0x11A7 + trailing,) if trailing else ())
        return tuple(x for part in self.canonical[c] for x in self.decompose(part)) if c in self.canonical else (c,)

    def is_mark(self, c):
        return self.category.get(c, 'Cn')[0] == 'M'

    def sheds_marks(self, c):
        return self.script.get(c) in SHED_MARKS and not self.is_mark(c)


class Folding:
    def __init__(self, ucd):
        self.ucd = ucd
        self.letters = {int(c, 16): tuple(map(ord, word[0])) for word in (w.split() for w in LATIN.split(';')) for c in word[1:]}
        self.letters.update({c: (to,) for c, to in ARABIC.items()})
        self.dropped = set(map(ord, APOSTROPHES + POINTS + TATWEEL))
        self.separators = ucd.white_space | {c for c, k in ucd.category.items() if k == 'Pd'} | set(map(ord, HYPHENS))

    def one(self, c):
        """A code point that has no canonical decomposition and is what NFKC and case folding make of it."""
        if c in self.separators:
            return SEPARATOR
        if c in self.dropped or self.ucd.category.get(c) == 'Cf':
            return NOTHING
        return self.letters.get(c, (c,))

    def of(self, c):
        """What the code point becomes: toNFKC_Casefold(NFD(c)), decomposed, and the rules of names applied."""
        folded = []
        for part in self.ucd.decompose(c):
            if part == YPOGEGRAMMENI or part in self.dropped:
                cased = (part,)
            elif part == ALONE:
                cased = (0x20, YPOGEGRAMMENI)
            else:
                cased = self.ucd.casefold.get(part, (part,))
            for x in (y for z in cased for y in self.ucd.decompose(z)):
                folded.extend(self.one(x))
        base, kept = None, []
        for x in folded:
            if not self.ucd.is_mark(x):
                base = x
            elif base is not None and self.ucd.sheds_marks(base):
                if x != YPOGEGRAMMENI:
                    continue
                x = base = 0x03B9
            kept.append(x)
        return tuple(kept)


def runs(entries):
    """Joins neighbours of one value, and of targets that rise with them; every second code point counts as a neighbour too."""
    entries = sorted(entries.items())
    i = 0
    while i < len(entries):
        start, value = entries[i]
        best = (1, 1, False)
        for step in (1, 2):
            for rises in (False, True):
                n = 1
                while i + n < len(entries) and entries[i + n][0] == start + n * step and entries[i + n][1] == (
                        (value[0] + n * step,) if rises and len(value) == 1 else value if not rises else None):
                    n += 1
                best = max(best, (n, -step, rises), key=lambda b: b[:2]) if n > 1 else best
        n, step, rises = best[0], abs(best[1]), best[2]
        yield start, start + (n - 1) * step, step, rises, value
        i += n


def write(tag, entries, shown):
    for first, last, step, rises, value in runs(entries):
        where = f'{first:04X}' + (f'..{last:04X}' if last > first else '') + (f'/{step}' if step > 1 else '')
        print(tag, where, *shown(value), *(['+'] if rises else []))


def main(directory):
    ucd = Unicode(directory)
    folding = Folding(ucd)
    every = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and not 0xAC00 <= c < 0xD7A4]
    # Hangul syllables are decomposed by arithmetic where the table is read.
    folded = {c: folding.of(c) for c in every}
    for c, value in folded.items():
        again = tuple(x for part in value if part != 0x20 for x in folded[part])
        assert again == tuple(x for x in value if x != 0x20), f'{c:04X} is not folded to its end'
    with open(os.path.join(directory, 'DerivedNormalizationProps.txt'), encoding='utf-8') as file:
        version = file.readline().strip('# \n').removeprefix('DerivedNormalizationProps-').removesuffix('.txt')
    print(f'# How letters of names are compared. Made by make-name-letters.py from Unicode {version}; not edited by hand.')
    print('# - removed; s a separator of words; b sheds its marks; m a mark, with its combining class;')
    print('# > becomes these code points, + for a target that rises with the source. Ranges have a step of 1 or as stated (/2).')
    hexes = lambda value: [f'{c:04X}' for c in value]
    write('-', {c: v for c, v in folded.items() if v == NOTHING}, lambda v: [])
    write('s', {c: v for c, v in folded.items() if v == SEPARATOR}, lambda v: [])
    same = [c for c, v in folded.items() if v == (c,) and c != 0x20]
    write('b', {c: () for c in same if ucd.sheds_marks(c)}, lambda v: [])
    write('m', {c: (ucd.combining[c], 0) for c in same if ucd.is_mark(c)}, lambda v: [str(v[0])])
    write('>', {c: v for c, v in folded.items() if v not in (NOTHING, SEPARATOR, (c,))}, hexes)


main(sys.argv[1])
