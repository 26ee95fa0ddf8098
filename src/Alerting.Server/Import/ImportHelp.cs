using Alerting.Regions;

namespace Alerting.Server.Import;

/// <summary>What <c>import --help</c> says.</summary>
internal static class ImportHelp
{
    public const string Text = """
        Makes reports of conflict data: posts them to a server, or writes them as one JSON object a line.

          import --format ucdp-ged|acled|geojson FILE [--to URL --key KEY | --out FILE] [options]

        FILE may be - for standard input. Without --to and --out the lines go to standard output.

          --to URL        post to this server, e.g. http://127.0.0.1:5080; to repeat it is safe, what is stored is a duplicate
          --key KEY       key of a reporter; better in the environment variable ALERTING_KEY, which others do not see
          --out FILE      write the lines to this file
          --rejects FILE  list what was rejected here too, as {"line", "reportId", "type", "reason"} a line
          --catalog FILE  regions and kinds of the operator's, as the server has them by Alerting:Catalog
          --regions FILE  crosswalk from names to codes: CSV with a column iso_3166_2, all other cells are names of that
                          region, several in one cell separated by |
          --grade GRADE   Admiralty code of the reports; B2 unless stated
          --source NAME   source of the reports; ucdp-ged and acled unless stated, for geojson where a feature states none
          --revision N    revision of the reports; a later release of UCDP GED needs a higher one to correct an earlier.
                          Unless stated: in ACLED the column timestamp, else 1
          --ranges reject|keep
                          An event of which only a range of days is known (UCDP date_prec above 1, ACLED time_precision
                          above 1) is rejected, for it would count on one day what happened on many. With keep it stands
                          at the end of its range, as no town and with its deaths in the summary only: it adds one
                          incident to a window, but no town and nobody killed
          --near town|area
                          what "near a town" is. Unless stated, UCDP where_prec 2, "within 25 km of", is town and counts as
                          the town named; ACLED geo_precision 2, "near" or a general area, is area and not counted among
                          the towns hit. Stated, it holds for either

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
