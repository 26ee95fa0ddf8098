using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// An engine that before every step archives all that it can, is saved and restored, and gets back what the step needs.
/// </summary>
internal sealed class ForgetfulRegion(Scenario scenario)
{
    private static readonly ArchiveRules s_rules = new() { KeepAtLeast = TimeSpan.Zero, MinIncidents = 1, BlockSize = 3 };

    private readonly Snapshots _snapshots = new();
    private RegionEngine _engine = Create(scenario);

    /// <summary>How many incidents were archived.</summary>
    public int Archived { get; private set; }

    /// <summary>How many blocks were needed again.</summary>
    public int Restored { get; private set; }

    public Subject Subject => new(
        (now, input, output) =>
        {
            Forget();
            foreach (var block in _engine.Archive.BlocksFor(input))
            {
                Restored++;
                _engine.Archive.Restore(block, block.Content ?? _snapshots[block.Name!]);
            }

            return _engine.Apply(now, input, output);
        },
        (now, output) =>
        {
            Forget();
            _engine.Advance(now, output);
        },
        () => _engine.NextDeadline);

    private void Forget()
    {
        Archived += _engine.Archive.Archive(s_rules);
        _engine = _snapshots.Restart(_engine, Create(scenario));
    }

    private static RegionEngine Create(Scenario scenario) =>
        new(scenario.Code, scenario.Catalog, scenario.Options) { PartBits = 1, MaxChainedReports = 1, MaxGroupedTowns = 1 };
}
