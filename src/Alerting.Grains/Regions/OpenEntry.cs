using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

/// <summary>
/// The entry of a region's log that is being filled: what is applied to the engine goes into it, and what that brings
/// about goes into it, to the ledger and to the region above.
/// </summary>
internal sealed class OpenEntry(RegionEngine engine, AlertForwarder ledger, RollUpForwarder? parent)
{
    private readonly RegionOutput _output = new();
    private readonly RegionLogWriter _writer = new();

    /// <summary>Steps so far; 0 while there is nothing to store.</summary>
    public int Steps => _writer.Count;

    /// <summary>Steps of the entry sealed last.</summary>
    public int SealedSteps { get; private set; }

    public int Bytes => _writer.Length;

    /// <summary>The region's now when it last changed, UTC ticks.</summary>
    public long ChangedAt { get; set; }

    /// <summary>Runs the clock to an instant. <see cref="Collect"/> must follow in the same turn.</summary>
    public void Advance(long now) => engine.Advance(now, _output);

    /// <summary>
    /// Applies an input and writes it down, except for a report that changes nothing. <see cref="Collect"/> must follow in
    /// the same turn.
    /// </summary>
    public ReportOutcome? Apply(long sequence, long now, RegionInput input)
    {
        var outcome = engine.Apply(sequence, now, input, _output);
        if (outcome is not { Status: not ReportStatus.Accepted })
        {
            _writer.SetNow(now);
            if (input is ReportInput report)
            {
                _writer.Add(report.Report, _output.GaveSuffix ? IdSuffix.NextFree : IdSuffix.Revision);
            }
            else
            {
                _writer.Add(input);
            }
        }

        return outcome;
    }

    /// <summary>Hands on what was brought about at this instant.</summary>
    public void Collect(long now)
    {
        if (!_output.IsEmpty)
        {
            _writer.SetNow(now);
            foreach (var revision in _output.Revisions)
            {
                _writer.Add(revision);
            }

            ledger.Add(_output.Revisions);
            parent?.Add(_output);
            _output.Clear();
        }

        if (_writer.Count > 0)
        {
            ChangedAt = engine.Now;
        }
    }

    /// <summary>Closes the entry, which takes this sequence, and begins the next one.</summary>
    public ReadOnlyMemory<byte> Seal(long sequence)
    {
        ledger.Seal(sequence);
        parent?.Seal(sequence);
        SealedSteps = _writer.Count;
        return _writer.Finish();
    }

    /// <summary>Lets go of the memory that a rush has left.</summary>
    public void Shrink() => _writer.Shrink();
}
