using Alerting.Engine.Cold;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// An engine that before every step puts away all that it can, is saved and restored, and gets back what the step needs.
/// </summary>
internal sealed class ForgetfulRegion(Scenario scenario)
{
    private static readonly ColdRules s_rules = new() { KeepAtLeast = TimeSpan.Zero, Least = 1, BlockSize = 3 };

    private readonly Snapshots _snapshots = new();
    private RegionEngine _engine = Create(scenario);

    /// <summary>How many incidents were put away.</summary>
    public int PutAway { get; private set; }

    /// <summary>How many blocks were needed again.</summary>
    public int TakenBack { get; private set; }

    public Subject Subject => new(
        (now, input, output) =>
        {
            Forget();
            foreach (var block in _engine.BlocksFor(input))
            {
                TakenBack++;
                _engine.TakeBack(block, block.Content ?? _snapshots[block.Name!]);
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
        PutAway += _engine.PutAway(s_rules);
        _engine = _snapshots.Restart(_engine, Create(scenario));
    }

    private static RegionEngine Create(Scenario scenario) =>
        new(scenario.Code, scenario.Catalog, scenario.Options) { PartBits = 1, MaxChainedReports = 1, MaxGroupedPlaces = 1 };
}
