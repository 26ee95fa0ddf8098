using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Wire;

/// <summary>The binary form of reports and incidents.</summary>
internal static class FactCodec
{
    [Flags]
    private enum Has
    {
        None = 0,
        Retracted = 1,
        Town = 2,
        Location = 4,
        Killed = 8,
        Wounded = 16,
        IncidentId = 32,
        Actors = 64,
        Summary = 128,
        Url = 256,
        Kind = 512,
        LocationDoubt = 1024,
    }

    public static void Write(WireWriter writer, Report report)
    {
        var has = (report.Retracted ? Has.Retracted : 0)
            | (report.Town is null ? 0 : Has.Town)
            | (report.Location is null ? 0 : Has.Location)
            | (report.Killed is null ? 0 : Has.Killed)
            | (report.Wounded is null ? 0 : Has.Wounded)
            | (report.IncidentId is null ? 0 : Has.IncidentId)
            | (report.Actors.Count == 0 ? 0 : Has.Actors)
            | (report.Summary is null ? 0 : Has.Summary)
            | (report.Url is null ? 0 : Has.Url)
            | (report.Kind.Length == 0 ? 0 : Has.Kind)
            | (report.LocationDoubt ? Has.LocationDoubt : 0);
        writer.Unsigned((ulong)has);
        writer.Shared(report.Region);
        writer.Shared(report.Source);
        writer.Unique(report.ReportId);
        writer.Unsigned((ulong)report.Revision);
        writer.Byte((byte)report.Precision);
        writer.Byte(report.Grade.Index);
        writer.Fixed(report.OccurredAt.UtcTicks);
        if (has.HasFlag(Has.Kind))
        {
            writer.Shared(report.Kind);
            writer.Byte((byte)report.Family);
            writer.Double(report.KindWeight);
        }

        if (has.HasFlag(Has.Town))
        {
            writer.Shared(report.Town);
        }

        if (report.Location is { } location)
        {
            Write(writer, location);
        }

        if (report.Killed is { } killed)
        {
            writer.Unsigned((ulong)killed);
        }

        if (report.Wounded is { } wounded)
        {
            writer.Unsigned((ulong)wounded);
        }

        if (has.HasFlag(Has.IncidentId))
        {
            writer.Shared(report.IncidentId);
        }

        if (has.HasFlag(Has.Actors))
        {
            writer.Shared(report.Actors);
        }

        if (report.Summary is { } summary)
        {
            writer.Unique(summary);
        }

        if (report.Url is { } url)
        {
            writer.Unique(url);
        }
    }

    public static Report ReadReport(WireReader reader)
    {
        var has = (Has)reader.Unsigned();
        return new Report
        {
            Retracted = has.HasFlag(Has.Retracted),
            Region = reader.Shared(),
            Source = reader.Shared(),
            ReportId = reader.Unique(),
            Revision = (int)reader.Unsigned(),
            Precision = (Precision)reader.Byte(),
            Grade = new Grade(reader.Byte()),
            OccurredAt = Instants.FromTicks(reader.Fixed()),
            Kind = has.HasFlag(Has.Kind) ? reader.Shared() : "",
            Family = has.HasFlag(Has.Kind) ? (Family)reader.Byte() : default,
            KindWeight = has.HasFlag(Has.Kind) ? reader.Double() : 0,
            Town = has.HasFlag(Has.Town) ? reader.Shared() : null,
            Location = has.HasFlag(Has.Location) ? ReadLocation(reader) : null,
            Killed = has.HasFlag(Has.Killed) ? (int)reader.Unsigned() : null,
            Wounded = has.HasFlag(Has.Wounded) ? (int)reader.Unsigned() : null,
            IncidentId = has.HasFlag(Has.IncidentId) ? reader.Shared() : null,
            Actors = has.HasFlag(Has.Actors) ? reader.SharedList() : [],
            Summary = has.HasFlag(Has.Summary) ? reader.Unique() : null,
            Url = has.HasFlag(Has.Url) ? reader.Unique() : null,
            LocationDoubt = has.HasFlag(Has.LocationDoubt),
        };
    }

    /// <summary>Writes the incident of a row.</summary>
    public static void Write(WireWriter writer, in IncidentRow incident, string id) => Write(
        writer, incident.Region, id, incident.Kind!.Slug, incident.Kind.Family, incident.Kind.Weight,
        incident.Town, incident.TownFactor, incident.TownReportedAt, incident.OccurredAt, incident.Killed, incident.Wounded,
        incident.GradeFactor, incident.Weight, incident.Rare?.Actors ?? [], incident.Sources,
        incident.Rare?.UnlistedSources ?? 0, incident.Rare?.Location, incident.Rare?.Summary, incident.Rare?.Url, incident.NamedBy ?? [],
        incident.Rare?.Apart ?? [], incident.Rare?.LocationDoubt ?? false);

    public static void Write(WireWriter writer, Incident incident) => Write(
        writer, incident.Region, incident.IncidentId, incident.Kind, incident.Family, incident.KindWeight,
        incident.Town, incident.TownFactor, incident.TownReportedAt, incident.OccurredAt, incident.Killed, incident.Wounded,
        incident.GradeFactor, incident.Weight, incident.Actors, incident.Sources,
        incident.UnlistedSources, incident.Location, incident.Summary, incident.Url, incident.NamedBy, incident.Apart,
        incident.LocationDoubt);

    public static Incident ReadIncident(WireReader reader)
    {
        var region = reader.Shared();
        var id = reader.Unique();
        var kind = reader.Shared();
        var family = (Family)reader.Byte();
        var kindWeight = reader.Double();
        var town = reader.SharedOrNull();
        var incident = new Incident
        {
            Region = region,
            IncidentId = id,
            Kind = kind,
            Family = family,
            KindWeight = kindWeight,
            Town = town,
            TownFactor = town is null ? 0 : reader.Double(),
            TownReportedAt = town is null ? 0 : reader.Fixed(),
            OccurredAt = reader.Fixed(),
            Killed = (int)reader.Unsigned(),
            Wounded = (int)reader.Unsigned(),
            GradeFactor = reader.Double(),
            Weight = reader.Double(),
            Actors = reader.SharedList(),
            Sources = reader.SharedList(),
        };
        var end = (IncidentEnd)reader.Byte();
        return end == 0 ? incident : incident with
        {
            Location = end.HasFlag(IncidentEnd.Location) ? ReadLocation(reader) : null,
            UnlistedSources = end.HasFlag(IncidentEnd.UnlistedSources) ? (int)reader.Unsigned() : 0,
            Summary = end.HasFlag(IncidentEnd.Summary) ? reader.Unique() : null,
            Url = end.HasFlag(IncidentEnd.Url) ? reader.Unique() : null,
            NamedBy = end.HasFlag(IncidentEnd.NamedByAll) ? incident.Sources : end.HasFlag(IncidentEnd.NamedBy) ? reader.SharedList() : [],
            Apart = end.HasFlag(IncidentEnd.Apart) ? reader.SharedList() : [],
            LocationDoubt = end.HasFlag(IncidentEnd.LocationDoubt),
        };
    }

    public static void Write(WireWriter writer, Location location)
    {
        writer.Double(location.Lat);
        writer.Double(location.Lon);
    }

    public static Location ReadLocation(WireReader reader) => new(reader.Double(), reader.Double());

    /// <summary>Member by member, so that a row can be written without creating an object.</summary>
    private static void Write(
        WireWriter writer, string region, string id, string kind, Family family, double kindWeight,
        string? town, double townFactor, long townReportedAt, long occurredAt, int killed, int wounded,
        double gradeFactor, double weight, IReadOnlyList<string> actors, IReadOnlyList<string> sources,
        int unlistedSources, Location? location, string? summary, string? url, IReadOnlyList<string> namedBy,
        IReadOnlyList<string> apart, bool locationDoubt)
    {
        writer.Shared(region);
        writer.Unique(id);
        writer.Shared(kind);
        writer.Byte((byte)family);
        writer.Double(kindWeight);
        writer.Shared(town);
        if (town is not null)
        {
            writer.Double(townFactor);
            writer.Fixed(townReportedAt);
        }

        writer.Fixed(occurredAt);
        writer.Unsigned((ulong)killed);
        writer.Unsigned((ulong)wounded);
        writer.Double(gradeFactor);
        writer.Double(weight);
        writer.Shared(actors);
        writer.Shared(sources);
        var naming = namedBy.Count == 0 ? 0 : namedBy.Count == sources.Count ? IncidentEnd.NamedByAll : IncidentEnd.NamedBy;
        writer.Byte((byte)(
            (location is null ? 0 : IncidentEnd.Location)
            | (unlistedSources == 0 ? 0 : IncidentEnd.UnlistedSources)
            | (summary is null ? 0 : IncidentEnd.Summary)
            | (url is null ? 0 : IncidentEnd.Url)
            | (apart.Count == 0 ? 0 : IncidentEnd.Apart)
            | (locationDoubt ? IncidentEnd.LocationDoubt : 0)
            | naming));
        if (location is { } stated)
        {
            Write(writer, stated);
        }

        if (unlistedSources > 0)
        {
            writer.Unsigned((ulong)unlistedSources);
        }

        if (summary is not null)
        {
            writer.Unique(summary);
        }

        if (url is not null)
        {
            writer.Unique(url);
        }

        if (naming == IncidentEnd.NamedBy)
        {
            writer.Shared(namedBy);
        }

        if (apart.Count > 0)
        {
            writer.Shared(apart);
        }
    }
}
