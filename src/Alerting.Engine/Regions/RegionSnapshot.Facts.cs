using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <content>Reports and incidents as bytes and back.</content>
public sealed partial class RegionEngine
{
    private static void SaveIncident(WireWriter writer, IncidentTable table, int row)
    {
        ref var incident = ref table.Incidents[row];
        var saved = incident.FirstReport < 0 ? SavedIncident.Below : incident.Id is null ? SavedIncident.OwnDerivedId : SavedIncident.Own;
        writer.Byte((byte)saved);
        writer.Unsigned((ulong)incident.Version);
        if (saved == SavedIncident.Below)
        {
            FactCodec.Write(writer, incident, incident.Id!);
            return;
        }

        if (saved == SavedIncident.OwnDerivedId)
        {
            SaveReport(writer, table.Reports[incident.FirstReport]);
            return;
        }

        var reports = new List<int>();
        table.Members.CopyTo(row, reports);
        writer.Unique(incident.Id!);
        writer.Unsigned((ulong)reports.Count);
        foreach (var report in reports)
        {
            SaveReport(writer, table.Reports[report]);
        }
    }

    private static void SaveReport(WireWriter writer, in ReportRow report)
    {
        var has = (report.Retracted ? SavedReport.Retracted : 0)
            | (report.Town is null ? 0 : SavedReport.Town)
            | (report.Place is null ? 0 : SavedReport.Place)
            | (report.Killed < 0 ? 0 : SavedReport.Killed)
            | (report.Wounded < 0 ? 0 : SavedReport.Wounded)
            | (report.Revision == 1 ? 0 : SavedReport.Revision)
            | (report.Rare is null ? 0 : SavedReport.Rare);
        writer.Byte((byte)has);
        writer.Shared(report.From.Name);
        writer.Unique(report.ReportId);
        writer.Wide(report.ContentHash);
        if (has.HasFlag(SavedReport.Revision))
        {
            writer.Unsigned((ulong)report.Revision);
        }

        if (report.Retracted)
        {
            return;
        }

        writer.Shared(report.Kind!.Slug);
        writer.Byte((byte)report.Kind.Family);
        writer.Double(report.Kind.Weight);
        writer.Fixed(report.OccurredAt);
        writer.Byte(report.Grade.Index);
        writer.Byte((byte)report.Reason);
        if (has.HasFlag(SavedReport.Town))
        {
            writer.Shared(report.Town);
        }

        if (has.HasFlag(SavedReport.Killed))
        {
            writer.Unsigned((ulong)report.Killed);
        }

        if (has.HasFlag(SavedReport.Wounded))
        {
            writer.Unsigned((ulong)report.Wounded);
        }

        if (report.Rare is { } rare)
        {
            writer.Bool(rare.Location is not null);
            if (rare.Location is { } location)
            {
                FactCodec.Write(writer, location);
            }

            writer.Shared(rare.Actors);
            writer.Unsigned((ulong)rare.Difference);
        }
    }

    private int RestoreIncident(WireReader reader)
    {
        var row = _incidents.Table.Incidents.Add();
        RestoreIncident(reader, row);
        return row;
    }

    /// <summary>Reads an incident into a row that has none.</summary>
    private void RestoreIncident(WireReader reader, int row)
    {
        var table = _incidents.Table;
        var saved = (SavedIncident)reader.Byte();
        var version = (long)reader.Unsigned();
        if (saved == SavedIncident.Below)
        {
            _incidents.RestoreBelow(row, FactCodec.ReadIncident(reader));
            table.Incidents[row].Version = version;
            return;
        }

        _incidents.RestoreOwn(row, saved == SavedIncident.OwnDerivedId ? null : reader.Unique());
        table.Incidents[row].Version = version;
        for (var reports = saved == SavedIncident.OwnDerivedId ? 1 : reader.Count(); reports > 0; reports--)
        {
            table.Members.Add(row, RestoreReport(reader));
        }

        table.Refresh(row);
    }

    private int RestoreReport(WireReader reader)
    {
        var row = _incidents.RestoreReport();
        ref var report = ref _incidents.Table.Reports[row];
        var has = (SavedReport)reader.Byte();
        report.From = _incidents.Source(reader.Shared());
        report.ReportId = reader.Unique();
        report.ContentHash = reader.Wide();
        report.Revision = has.HasFlag(SavedReport.Revision) ? (int)reader.Unsigned() : 1;
        report.Retracted = has.HasFlag(SavedReport.Retracted);
        if (report.Retracted)
        {
            return row;
        }

        report.Kind = _incidents.Kind(reader.Shared(), (Family)reader.Byte(), reader.Double());
        report.OccurredAt = reader.Fixed();
        report.Grade = new Grade(reader.Byte());
        report.Reason = (JoinReason)reader.Byte();
        report.Town = has.HasFlag(SavedReport.Town) ? reader.Shared() : null;
        report.Place = has.HasFlag(SavedReport.Place) ? _incidents.Places.Get(_region.Code, report.Town!) : null;
        report.Killed = has.HasFlag(SavedReport.Killed) ? (int)reader.Unsigned() : -1;
        report.Wounded = has.HasFlag(SavedReport.Wounded) ? (int)reader.Unsigned() : -1;
        if (has.HasFlag(SavedReport.Rare))
        {
            Location? location = reader.Bool() ? FactCodec.ReadLocation(reader) : null;
            var actors = reader.SharedList();
            report.Rare = new ReportRow.Rarities(location, actors, [.. actors.Select(_incidents.Places.Fold)], (long)reader.Unsigned());
        }

        return row;
    }

    /// <summary>How an incident lies in a snapshot. Numbers are stored: never reuse one.</summary>
    private enum SavedIncident : byte
    {
        /// <summary>With its id, its reports follow.</summary>
        Own = 0,

        /// <summary>Its id is the one derived from its report, which follows.</summary>
        OwnDerivedId = 1,

        /// <summary>What it shows follows.</summary>
        Below = 2,
    }

    /// <summary>What is stated of a report in a snapshot. Bits are stored: never reuse one.</summary>
    [Flags]
    private enum SavedReport : byte
    {
        Retracted = 1,
        Town = 2,
        Place = 4,
        Killed = 8,
        Wounded = 16,
        Revision = 32,
        Rare = 64,
    }
}
