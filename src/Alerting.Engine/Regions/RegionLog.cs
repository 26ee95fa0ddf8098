using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>One step of a region: the clock runs to an instant, then an input, if any, is judged.</summary>
/// <param name="Now">UTC ticks.</param>
public readonly record struct RegionStep(long Now, RegionInput? Input);

/// <summary>
/// An entry of a region's log: steps in order, and the alert revisions that they brought about, which the ledger is to
/// have. Replaying the steps brings about the same again.
/// </summary>
public sealed record RegionLogEntry(IReadOnlyList<RegionStep> Steps, IReadOnlyList<Alert> Revisions);

/// <summary>Writes one entry of a region's log as its inputs come.</summary>
public sealed class RegionLogWriter
{
    /// <summary>First byte of every entry.</summary>
    internal const byte Format = 1;

    private readonly WireWriter _writer = new();
    private long _now;

    /// <summary>Number of instants, inputs and revisions in the entry.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length => _writer.Length;

    /// <summary>The clock has run to this instant: for the inputs that follow, or for deadlines alone.</summary>
    public void SetNow(long now)
    {
        if (Count == 0)
        {
            _writer.Byte(Format);
        }
        else if (now == _now)
        {
            return;
        }

        _now = now;
        Start(RecordTag.Clock);
        _writer.Fixed(now);
    }

    /// <param name="report">As it was taken.</param>
    /// <param name="suffix">
    /// By which rule it is to be taken again. Of a report that gave no suffix both say the same; <see cref="IdSuffix.Revision"/>
    /// can be read by versions of the product that know no other, too.
    /// </param>
    public void Add(Report report, IdSuffix suffix)
    {
        Start(suffix == IdSuffix.Revision ? RecordTag.Report : RecordTag.ReportOfNextFreeId);
        FactCodec.Write(_writer, report);
    }

    public void Add(RegionInput input)
    {
        switch (input)
        {
            case ReportInput report:
                Add(report.Report, report.Suffix);
                break;
            case RollUpInput rollUp:
                Start(RecordTag.RollUp);
                _writer.Shared(rollUp.Child);
                _writer.Unsigned((ulong)rollUp.Sequence);
                _writer.Byte(rollUp.Summary is { } summary ? (byte)summary.ShownLevel : (byte)0);
                _writer.Unsigned((ulong)rollUp.Changes.Count);
                foreach (var change in rollUp.Changes)
                {
                    FactCodec.Write(_writer, change);
                }

                break;
            case AdoptInput adopt:
                Start(RecordTag.Adopt);
                _writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(adopt.Versions, AlertJson.Wire.IReadOnlyListThresholdVersion));
                break;
            case OverrideInput set:
                Start(RecordTag.Override);
                _writer.Unique(set.Author);
                _writer.Shared(set.Reason);
                WriteOverride(_writer, set.Value);
                break;
            case AcknowledgeInput acknowledge:
                Start(RecordTag.Acknowledge);
                _writer.Unique(acknowledge.AlertId);
                _writer.Unique(acknowledge.By);
                _writer.Shared(acknowledge.Note);
                break;
            case SetClockInput set:
                Start(RecordTag.SetClock);
                _writer.Fixed(set.To);
                _writer.Unique(set.Author);
                _writer.Unique(set.Reason);
                break;
            default:
                throw new ArgumentException($"Unknown input {input?.GetType().Name}.", nameof(input));
        }
    }

    public void Add(Alert revision)
    {
        Start(RecordTag.Revision);
        _writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(revision, AlertJson.Wire.Alert));
    }

    /// <summary>The finished entry, valid until the next one is finished; the writer starts anew with <see cref="SetNow"/>.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Count = 0;
        return _writer.Detach();
    }

    /// <summary>Lets go of the memory that a rush has left.</summary>
    public void Shrink() => _writer.Shrink();

    internal static void WriteOverride(WireWriter writer, LevelOverride? value)
    {
        writer.Byte(value is null ? (byte)0 : (byte)value.Level);
        if (value is not null)
        {
            writer.Unique(value.Reason);
            writer.Unique(value.Author);
            writer.Fixed(value.Expires ?? long.MaxValue);
        }
    }

    private void Start(RecordTag tag)
    {
        Count++;
        _writer.Byte((byte)tag);
    }
}

/// <summary>Reads entries of a region's log.</summary>
public static class RegionLogReader
{
    /// <exception cref="InvalidDataException">The bytes are not an entry of a known format.</exception>
    public static RegionLogEntry Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new WireReader(payload);
        var format = reader.Byte();
        if (format != RegionLogWriter.Format)
        {
            throw new InvalidDataException($"Unknown format {format} of a region's log entry.");
        }

        var now = 0L;
        var bare = false;
        var steps = new List<RegionStep>();
        List<Alert>? revisions = null;
        while (!reader.AtEnd)
        {
            var tag = (RecordTag)reader.Byte();
            if (tag == RecordTag.Clock)
            {
                if (bare)
                {
                    steps.Add(new RegionStep(now, null));
                }

                now = reader.Fixed();
                bare = true;
            }
            else if (tag == RecordTag.Revision)
            {
                (revisions ??= []).Add(JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.Alert)!);
            }
            else
            {
                steps.Add(new RegionStep(now, ReadInput(reader, tag)));
                bare = false;
            }
        }

        if (bare)
        {
            steps.Add(new RegionStep(now, null));
        }

        return new RegionLogEntry(steps, revisions ?? (IReadOnlyList<Alert>)[]);
    }

    internal static LevelOverride? ReadOverride(WireReader reader)
    {
        var level = reader.Byte();
        if (level == 0)
        {
            return null;
        }

        var reason = reader.Unique();
        var author = reader.Unique();
        var expires = reader.Fixed();
        return new LevelOverride((ThreatLevel)level, reason, author, expires == long.MaxValue ? null : expires);
    }

    private static RegionInput ReadInput(WireReader reader, RecordTag tag)
    {
        switch (tag)
        {
            case RecordTag.Report:
                return new ReportInput(FactCodec.ReadReport(reader), IdSuffix.Revision);
            case RecordTag.ReportOfNextFreeId:
                return new ReportInput(FactCodec.ReadReport(reader), IdSuffix.NextFree);
            case RecordTag.RollUp:
                var child = reader.Shared();
                var sequence = (long)reader.Unsigned();
                var shown = reader.Byte();
                var changes = new Alerting.Incidents.IncidentChange[reader.Count()];
                for (var i = 0; i < changes.Length; i++)
                {
                    changes[i] = FactCodec.ReadChange(reader);
                }

                return new RollUpInput(child, sequence, changes, shown == 0 ? null : new ChildSummary((ThreatLevel)shown));
            case RecordTag.Adopt:
                return new AdoptInput(JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.IReadOnlyListThresholdVersion)!);
            case RecordTag.Override:
                var author = reader.Unique();
                var reason = reader.SharedOrNull();
                return new OverrideInput(ReadOverride(reader), author, reason);
            case RecordTag.Acknowledge:
                return new AcknowledgeInput(reader.Unique(), reader.Unique(), reader.SharedOrNull());
            case RecordTag.SetClock:
                return new SetClockInput(reader.Fixed(), reader.Unique(), reader.Unique());
            default:
                throw new InvalidDataException($"Unknown record {(byte)tag} in a region's log entry.");
        }
    }
}

/// <summary>What comes next in a log entry. Numbers are stored: never reuse one.</summary>
internal enum RecordTag : byte
{
    /// <summary>If the id of its incident is taken, it has a suffix by <see cref="IdSuffix.Revision"/>.</summary>
    Report = 1,
    RollUp = 2,
    Adopt = 3,
    Override = 4,
    Acknowledge = 5,

    /// <summary>The id of its incident has a suffix by <see cref="IdSuffix.NextFree"/>.</summary>
    ReportOfNextFreeId = 6,
    SetClock = 7,
    Clock = 32,
    Revision = 64,
}
