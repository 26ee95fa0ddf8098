namespace Alerting.Cli.Import;

/// <summary>What the help of <c>import</c> says below its options.</summary>
internal static class ImportNotes
{
    public const string Text = """
        Without --to and --out the lines go to standard output.

        Region      the column iso_3166_2, else the name of the first-level region (adm_1, admin1) by --regions, else rejected
        Time        a day without time of day is 12:00 UTC
        Precision   UCDP where_prec 1 and 2 town, 3 area, 4 and above region; ACLED geo_precision 1 town, 2 area, 3 region.
                    A region's pin is not a town: its place is named in the summary only
        Deaths      UCDP best, ACLED fatalities; UCDP low and high are in the summary
        Kind        ACLED by sub_event_type; UCDP 1 and 2 armed-clash, 3 shooting, which stands for attacks on civilians
        Incident    each event its own: ucdp-ged:{id}, acled:{event_id_cnty}

        CSV is UTF-8 (or UTF-16 with its mark), separated by comma, semicolon or tab, its columns by name in any order;
        rows of HXL tags are passed over.

        GeoJSON is a FeatureCollection of Points. The properties of a feature are the members of a report by the same names:
        region (a code, or a name by --regions) and kind are required, and occurredAt (RFC 3339, or a day), reportId (or the
        feature's id), source (or --source); town, precision, killed, wounded, grade, incidentId, actors, summary, url,
        revision and retracted may be there. Null is absent; any other property rejects the feature by name.

        Rejects are listed on standard error by line and reason, with totals at the end. The lines begin with occurredAt:
        'LC_ALL=C sort' puts them in the order of events, which a backtest needs.

        Exit code: 0 all rows made a report or were listed, 1 the file could not be read as that format or the server refused,
        2 the command is wrong.

        """;
}
