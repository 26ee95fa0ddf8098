using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>Writes one entry of a region's log, input by input.</summary>
public sealed class RegionLogWriter
{
    /// <summary>First byte of every entry.</summary>
    internal const byte Format = (byte)JudgingRules.Current;

    private readonly WireWriter _writer = new();
    private long _now;

    /// <summary>Whether an input was added since the clock was recorded last.</summary>
    private bool _hasInput;

    /// <summary>Number of instants, inputs and revisions in the entry so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes in the entry so far.</summary>
    public int Length => _writer.Length;

    /// <summary>
    /// The clock has run to this instant, UTC ticks. The inputs that follow were applied then; without any, only
    /// deadlines were.
    /// </summary>
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

        AddClock(now);
    }

    /// <summary>
    /// The clock was run to this instant, UTC ticks, and something came of it that no input did which is added after it: a replay
    /// must run it too. An alert may end in the instant in which it was raised.
    /// </summary>
    public void RunTo(long now)
    {
        if (_hasInput && now == _now)
        {
            AddClock(now);
        }
        else
        {
            SetNow(now);
        }
    }

    /// <summary>Adds a report that was applied.</summary>
    /// <param name="report">The report.</param>
    /// <param name="suffix">
    /// The rule by which a replay has to find the number behind its incident's id. Where no number was appended, the rules do not
    /// differ; <see cref="IdSuffix.Revision"/> can then be read by older versions of the product, which know no other.
    /// </param>
    public void Add(Report report, IdSuffix suffix)
    {
        _hasInput = true;
        Start(suffix == IdSuffix.Revision ? RecordTag.Report : RecordTag.ReportOfNextFreeId);
        FactCodec.Write(_writer, report);
    }

    /// <summary>Adds an input that was applied.</summary>
    public void Add(RegionInput input)
    {
        _hasInput = true;
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
                    ChangeCodec.Write(_writer, change);
                }

                break;
            case AdoptInput adopt:
                Start(RecordTag.Adopt);
                _writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(adopt.Versions, AlertJson.Wire.IReadOnlyListThresholdVersion));
                break;
            case PlacesInput or JoinInput or PartInput:
                Start(SettledCodec.TagOf(input));
                SettledCodec.Write(_writer, input);
                break;
            case OverrideInput set:
                Start(RecordTag.Override);
                _writer.Unique(set.Author);
                _writer.Shared(set.Reason);
                OverrideCodec.Write(_writer, set.Value);
                break;
            case AlertActInput act:
                Start(RecordTag.AlertAct);
                AlertActCodec.Write(_writer, act);
                break;
            case SetClockInput set:
                Start(RecordTag.SetClock);
                _writer.Fixed(set.To);
                _writer.Unique(set.Author);
                _writer.Unique(set.Reason);
                break;
            case ForgetInput forget:
                Start(RecordTag.Forget);
                _writer.Fixed(forget.Before);
                _writer.Unsigned((ulong)forget.Sequence);
                break;
            case OutageInput outage:
                Start(RecordTag.Outage);
                _writer.Fixed(outage.From);
                _writer.Fixed(outage.To);
                break;
            default:
                throw new ArgumentException($"Unknown input {input?.GetType().Name}.", nameof(input));
        }
    }

    /// <summary>Adds an alert revision that resulted from the inputs before it.</summary>
    public void Add(Alert revision)
    {
        Start(RecordTag.Revision);
        _writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(revision, AlertJson.Stored));
    }

    /// <summary>
    /// The finished entry, valid until the next one is finished. The writer begins the next one with
    /// <see cref="SetNow"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Count = 0;
        _hasInput = false;
        return _writer.Detach();
    }

    /// <summary>Frees the memory that a large entry needed.</summary>
    public void Shrink() => _writer.Shrink();

    private void AddClock(long now)
    {
        _now = now;
        _hasInput = false;
        Start(RecordTag.Clock);
        _writer.Fixed(now);
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
    /// <summary>Reads an entry.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an entry of a known format.</exception>
    public static RegionLogEntry Read(ReadOnlyMemory<byte> payload)
    {
        var reader = Open(payload, out var format);
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
                (revisions ??= []).Add(JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Stored)!);
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

        return new RegionLogEntry(steps, revisions ?? (IReadOnlyList<Alert>)[], (JudgingRules)format);
    }

    /// <summary>
    /// The reports of an entry in their order, each with the instant at which it was applied, UTC ticks. Much cheaper than
    /// the whole entry where many alert revisions came of them.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not an entry of a known format.</exception>
    public static IEnumerable<(long Now, Report Report)> Reports(ReadOnlyMemory<byte> payload)
    {
        var reader = Open(payload, out _);
        var now = 0L;
        while (!reader.AtEnd)
        {
            var tag = (RecordTag)reader.Byte();
            if (tag == RecordTag.Clock)
            {
                now = reader.Fixed();
            }
            else if (tag == RecordTag.Revision)
            {
                reader.Memory();
            }
            else if (ReadInput(reader, tag) is ReportInput input)
            {
                yield return (now, input.Report);
            }
        }
    }

    private static WireReader Open(ReadOnlyMemory<byte> payload, out byte format)
    {
        var reader = new WireReader(payload);
        format = reader.Byte();
        return format is > 0 and <= RegionLogWriter.Format
            ? reader
            : throw new InvalidDataException($"Unknown format {format} of a region's log entry.");
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
                    changes[i] = ChangeCodec.Read(reader);
                }

                return new RollUpInput(child, sequence, changes, shown == 0 ? null : new ChildSummary((ThreatLevel)shown));
            case RecordTag.Adopt:
                return new AdoptInput(JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.IReadOnlyListThresholdVersion)!);
            case RecordTag.Places or RecordTag.Join or RecordTag.Part:
                return SettledCodec.Read(reader, tag);
            case RecordTag.Override:
                var author = reader.Unique();
                var reason = reader.SharedOrNull();
                return new OverrideInput(OverrideCodec.Read(reader), author, reason);
            case RecordTag.Acknowledge:
                return new AlertActInput(reader.Unique(), reader.Unique(), new AcknowledgeAct(reader.SharedOrNull()));
            case RecordTag.AlertAct:
                return AlertActCodec.Read(reader);
            case RecordTag.SetClock:
                return new SetClockInput(reader.Fixed(), reader.Unique(), reader.Unique());
            case RecordTag.Forget:
                return new ForgetInput(reader.Fixed(), (long)reader.Unsigned());
            case RecordTag.Outage:
                return new OutageInput(reader.Fixed(), reader.Fixed());
            default:
                throw new InvalidDataException($"Unknown record {(byte)tag} in a region's log entry.");
        }
    }
}
