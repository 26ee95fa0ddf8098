#!/usr/bin/env python3
"""Makes zones.csv, by how much the clocks of a country differ from UTC, from the tz database (public domain).

    python3 make-zones.py /usr/share/zoneinfo

A country is there when all its zones (zone.tab) have shown the same time since 2000: of the others it is not known which zone a
region has. The offsets are those of the database at the time, so that a sentence written once is written the same on every
machine, whatever database that has.
"""
import collections
import datetime
import os
import sys
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST, LAST = 2000, 2037
UTC = datetime.timezone.utc


def offset(zone, instant):
    return int(instant.astimezone(zone).utcoffset().total_seconds() // 60)


def changes(name):
    """[(instant, minutes)], the first at the beginning of the first year."""
    zone = zoneinfo.ZoneInfo(name)
    at, end = datetime.datetime(FIRST, 1, 1, tzinfo=UTC), datetime.datetime(LAST + 1, 1, 1, tzinfo=UTC)
    found = [(at, offset(zone, at))]
    while at < end:
        after = at + datetime.timedelta(days=1)
        if offset(zone, after) != found[-1][1]:
            low, high = at, after
            while high - low > datetime.timedelta(minutes=1):
                middle = low + (high - low) // 2
                middle = middle.replace(second=0, microsecond=0)
                if offset(zone, middle) == found[-1][1]:
                    low = middle
                else:
                    high = middle
            found.append((high, offset(zone, high)))
        at = after
    return tuple(found)


def main(folder):
    with open(os.path.join(folder, 'tzdata.zi'), encoding='utf-8') as file:
        version = file.readline().split()[-1]
    zones = collections.defaultdict(list)
    with open(os.path.join(folder, 'zone.tab'), encoding='utf-8') as file:
        for line in file:
            if not line.startswith('#'):
                country, _, name = line.rstrip('\n').split('\t')[:3]
                zones[country].append(name)
    alike = collections.defaultdict(list)
    for country, names in sorted(zones.items()):
        shown = {changes(name) for name in names}
        if len(shown) == 1:
            alike[shown.pop()].append(country)
    with open(os.path.join(HERE, 'zones.csv'), 'w', encoding='utf-8') as out:
        out.write('# By how many minutes the clocks of countries are ahead of UTC, and from when on (UTC).\n')
        out.write(f'# Made by make-zones.py from the tz database {version}, which is in the public domain.\n')
        out.write('countries,offsets\n')
        for offsets, countries in sorted(alike.items(), key=lambda item: item[1]):
            written = ' '.join(f'{at:%Y-%m-%dT%H:%MZ}{minutes:+d}' for at, minutes in offsets)
            out.write(f'{" ".join(countries)},{written}\n')
    print(f'{sum(len(c) for c in alike.values())} of {len(zones)} countries, {len(alike)} different clocks')


if __name__ == '__main__':
    main(sys.argv[1])
