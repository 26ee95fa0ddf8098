namespace Alerting.Cli.Import;

/// <summary>What the help of <c>import</c> says below its options.</summary>
internal static class ImportNotes
{
    public const string Text = """
        Without --to and --out the lines go to standard output.

        Formats     ucdp-ged (GED 19 to 25, candidate events), acled, gtd and gdelt (GDELT 2 events) tables; gdacs and usgs GeoJSON;
                    csv and geojson of anybody's. Which one it is shows in the columns or properties
        Encoding    UTF-8, UTF-16 with its mark, windows-1252, ISO-8859-1 or -15; if it is not UTF-8 that is said
        Dates       2022-12-28, 20221228, 28-Dec-22, 28 Dec 2022, 28/12/2022, with or without time and offset (else UTC); whether
                    3/4/2022 is in April or in March is found from the whole file and said. A day without time is 12:00 UTC
        Nothing     NA, N/A, NULL, - and the like are absent, no name of anybody; so may be the coordinates
        Region      a code; else its name within the country, without words such as province or oblast; else that of the nearest
                    town within 25 km; else the country. How many were settled how is said. With --regions: code or crosswalk only
        Precision   UCDP where_prec 1 and 2 town, 3 area, 4 and above region; ACLED geo_precision 1 town, 2 area, 3 region; GTD
                    specificity 1 and 2 town, 3 area, 4 and above region; a city of GDELT town; GDACS and USGS area.
                    A region's pin is not a town: its place is named in the summary only
        Deaths      UCDP best, ACLED fatalities, GTD nkill (fractions rounded down); UCDP low and high are in the summary
        Kind        ACLED by sub_event_type; UCDP 1 and 2 armed-clash, 3 shooting, which stands for attacks on civilians; GDELT by
                    CAMEO code; GTD by attack, weapon and target; others by slug, slug in words, ACLED type, or --kind
        Incident    each event its own: ucdp-ged:{id}, acled:{event_id_cnty}, ...
        Long texts  cut between words, the event kept; addresses that are too long or none are left out

        GeoJSON is a FeatureCollection. Without --field the properties of a feature are the members of a report by the same names:
        kind is required, region (a code or a name) where the point finds none, and occurredAt, reportId (or the feature's id),
        source (or --source); any property that is no member rejects the feature by name. Null is absent.

        Rejects are listed on standard error by line and reason, with totals at the end. The lines begin with occurredAt:
        'LC_ALL=C sort' puts them in the order of events, which a backtest needs.

        Exit code: 0 done, whatever was rejected and listed; 1 the file could not be read as that format or the server refused; 2 the
        command is wrong; 3 nothing in the file could be imported.

        """;
}
