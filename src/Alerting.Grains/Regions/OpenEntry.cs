using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

/// <summary>
/// The entry of a region's log that is being filled. What is applied to the engine is recorded in it, and its results
/// go to the ledger and to the region above.
/// </summary>
internal sealed class OpenEntry(RegionEngine engine, AlertForwarder ledger, RollUpForwarder? parent)
{
    private readonly RegionOutput _output = new();
    private readonly RegionLogWriter _writer = new();

    /// <summary>Number of steps so far; 0 while there is nothing to store.</summary>
    public int Steps => _writer.Count;

    /// <summary>Number of steps of the entry sealed last.</summary>
    public int SealedSteps { get; private set; }

    public int Bytes => _writer.Length;

    /// <summary>The region's instant when it last changed, UTC ticks.</summary>
    public long ChangedAt { get; set; }

    /// <summary>Runs the clock to an instant. <see cref="Collect"/> must follow in the same turn.</summary>
    public void Advance(long now)
    {
        var before = _output.Count;
        engine.Advance(now, _output);
        if (_output.Count > before)
        {
            _writer.RunTo(now);
        }
    }

    /// <summary>
    /// Applies an input and records it, except for a report that changes nothing. <see cref="Collect"/> must follow
    /// in the same turn.
    /// </summary>
    public ReportOutcome? Apply(long sequence, long now, RegionInput input)
    {
        var before = _output.Count;
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
        else if (_output.Count > before)
        {
            // What the clock did before it, in this instant, must be done without it when the entry is replayed.
            _writer.RunTo(now);
        }

        return outcome;
    }

    /// <summary>Passes on the results at this instant.</summary>
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

    /// <summary>What the region shows at an instant, UTC ticks, by the entry that changed it last.</summary>
    /// <param name="now">UTC ticks.</param>
    /// <param name="sequence">The sequence that this entry will get.</param>
    public RegionState StateAt(long now, long sequence)
    {
        var figures = engine.View.FiguresAt(Math.Max(ChangedAt, now - (now % TimeSpan.TicksPerMinute)));
        if (!figures.Decays && figures.AsOf != ChangedAt)
        {
            figures = figures with { AsOf = ChangedAt };
        }

        var outlook = figures.Decays ? engine.View.OutlookFrom(figures, ChangedAt) : null;
        return Steps > 0
            ? new RegionState(engine.Region.Code, figures, sequence, Steps, outlook)
            : new RegionState(engine.Region.Code, figures, sequence - 1, SealedSteps, outlook);
    }

    /// <summary>Closes the entry, which gets this sequence, and begins the next one.</summary>
    public ReadOnlyMemory<byte> Seal(long sequence)
    {
        ledger.Seal(sequence);
        parent?.Seal(sequence);
        SealedSteps = _writer.Count;
        return _writer.Finish();
    }

    /// <summary>Frees the memory that a large entry needed.</summary>
    public void Shrink() => _writer.Shrink();
}
