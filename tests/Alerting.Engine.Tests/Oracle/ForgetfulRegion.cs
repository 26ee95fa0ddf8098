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

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _stored = [];
    private RegionEngine _engine = new(scenario.Code, scenario.Catalog, scenario.Options);

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
                _engine.TakeBack(block, block.Content ?? _stored[block.Name!]);
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
        foreach (var block in _engine.ColdBlocks)
        {
            if (block.Content is { } content)
            {
                block.Call($"block-{_stored.Count}");
                _stored.Add(block.Name!, content);
                block.Release();
            }
        }

        var writer = new WireWriter();
        _engine.Save(writer);
        _engine = new RegionEngine(scenario.Code, scenario.Catalog, scenario.Options);
        _engine.Restore(new WireReader(writer.Written));
    }
}
