using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>Writes incidents with their reports as bytes, for snapshots and blocks of the archive, and reads them.</summary>
internal sealed class IncidentSerializer(FactIndex facts)
{
    private readonly List<int> _members = [];

    /// <summary>How an incident is stored. The numbers are in stored data: never reuse one.</summary>
    private enum SavedIncident : byte
    {
        /// <summary>Its id, then its reports.</summary>
        Own = 0,

        /// <summary>Its only report, from which its id is derived.</summary>
        OwnDerivedId = 1,

        /// <summary>An incident of a region below: what it shows.</summary>
        Below = 2,
    }

    /// <summary>Which members of a report are stored. The bits are in stored data: never reuse one.</summary>
    [Flags]
    private enum SavedReport : byte
    {
        Retracted = 1,
        Town = 2,
        InTown = 4,
        Killed = 8,
        Wounded = 16,
        Revision = 32,
        Rare = 64,

        /// <summary>What <see cref="SavedMembers"/> writes follows.</summary>
        More = 128,
    }

    public void Write(WireWriter writer, int row)
    {
        var table = facts.Table;
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
            Write(writer, table.Reports[incident.FirstReport]);
            return;
        }

        _members.Clear();
        table.Members.CopyTo(row, _members);
        writer.Unique(incident.Id!);
        writer.Unsigned((ulong)_members.Count);
        foreach (var report in _members)
        {
            Write(writer, table.Reports[report]);
        }
    }

    public static void Write(WireWriter writer, in ReportRow report)
    {
        var has = (report.Retracted ? SavedReport.Retracted : 0)
            | (report.Town is null ? 0 : SavedReport.Town)
            | (report.DistinctTown is null ? 0 : SavedReport.InTown)
            | (report.Killed < 0 ? 0 : SavedReport.Killed)
            | (report.Wounded < 0 ? 0 : SavedReport.Wounded)
            | (report.Revision == 1 ? 0 : SavedReport.Revision)
            | (report.Rare is null ? 0 : SavedReport.Rare)
            | (SavedMembers.AreNone(report) ? 0 : SavedReport.More);
        writer.Byte((byte)has);
        writer.Shared(report.From.Name);
        writer.Unique(report.ReportId);
        writer.Wide(report.ContentHash);
        if (has.HasFlag(SavedReport.Revision))
        {
            writer.Unsigned((ulong)report.Revision);
        }

        if (has.HasFlag(SavedReport.More))
        {
            SavedMembers.Write(writer, report);
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

    /// <summary>Reads an incident into a new row and returns the row.</summary>
    public int Read(WireReader reader)
    {
        var row = facts.Table.Incidents.Add();
        Read(reader, row);
        return row;
    }

    /// <summary>Reads an incident into an unused row.</summary>
    public void Read(WireReader reader, int row)
    {
        var table = facts.Table;
        var saved = (SavedIncident)reader.Byte();
        var version = (long)reader.Unsigned();
        if (saved == SavedIncident.Below)
        {
            var incident = FactCodec.ReadIncident(reader);
            table.StartIncident(row, incident.Region, incident.IncidentId);
            facts.Show(row, incident);
            table.Incidents[row].Version = version;
            return;
        }

        table.StartIncident(row, facts.Region, saved == SavedIncident.OwnDerivedId ? null : reader.Unique());
        table.Incidents[row].Version = version;
        for (var reports = saved == SavedIncident.OwnDerivedId ? 1 : reader.Count(); reports > 0; reports--)
        {
            table.Members.Add(row, ReadReport(reader));
        }

        table.Refresh(row);
    }

    /// <summary>Reads a report that is in no incident into a new row and returns the row.</summary>
    /// <param name="reader">At a report.</param>
    /// <param name="now">Counts as the instant of a retraction of which it is not stored, UTC ticks.</param>
    public int ReadReport(WireReader reader, long now = 0)
    {
        var row = facts.Table.Reports.Add();
        ref var report = ref facts.Table.Reports[row];
        report.Incident = report.Next = -1;
        var has = (SavedReport)reader.Byte();
        report.From = facts.Sources.Get(reader.Shared());
        report.ReportId = reader.Unique();
        report.ContentHash = reader.Wide();
        report.Revision = has.HasFlag(SavedReport.Revision) ? (int)reader.Unsigned() : 1;
        report.Retracted = has.HasFlag(SavedReport.Retracted);

        // Earlier versions of the product did not store when a report was retracted.
        report.OccurredAt = now;
        if (has.HasFlag(SavedReport.More))
        {
            SavedMembers.Read(reader, ref report);
        }

        if (report.Retracted)
        {
            return row;
        }

        report.Kind = facts.Kinds.Get(reader.Shared(), (Family)reader.Byte(), reader.Double());
        report.OccurredAt = reader.Fixed();
        report.Grade = new Grade(reader.Byte());
        report.Reason = (JoinReason)reader.Byte();
        report.Town = has.HasFlag(SavedReport.Town) ? reader.Shared() : null;
        report.DistinctTown = has.HasFlag(SavedReport.InTown) ? facts.Towns.Get(facts.Region, report.Town!) : null;
        report.Killed = has.HasFlag(SavedReport.Killed) ? (int)reader.Unsigned() : -1;
        report.Wounded = has.HasFlag(SavedReport.Wounded) ? (int)reader.Unsigned() : -1;
        if (has.HasFlag(SavedReport.Rare))
        {
            Location? location = reader.Bool() ? FactCodec.ReadLocation(reader) : null;
            var actors = reader.SharedList();
            report.Rare = (report.Rare ?? new ReportRow.Rarities()) with
            {
                Location = location,
                Actors = actors,
                ActorKeys = [.. actors.Select(facts.Towns.Fold)],
                Difference = (long)reader.Unsigned(),
            };
        }

        return row;
    }
}
