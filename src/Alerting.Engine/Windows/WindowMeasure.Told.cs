using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

// Which incidents earlier alerts have told.
internal abstract partial class WindowMeasure
{
    /// <summary>
    /// The told incidents, which must be kept when the measure is created again, from a snapshot or for another version of
    /// the threshold.
    /// </summary>
    public IEnumerable<(string Region, string Id, long At)> ToldIncidents()
    {
        for (var p = new Timeline.Position(0, 0); !Timeline.IsEnd(p); p = Timeline.Next(p))
        {
            if (Timeline.Told(p))
            {
                var node = Timeline.Node(p);
                yield return (node.Region, node.Id, Timeline.At(p));
            }
        }

        foreach (var row in _outOfWindowsTold.Rows)
        {
            var node = table.Node(row);
            yield return (node.Region, node.Id, node.OccurredAt);
        }

        foreach (var ((region, id), at) in _toldElsewhere ?? [])
        {
            yield return (region, id, at);
        }
    }

    /// <summary>Restores which incidents were told. To be called before the incidents are entered.</summary>
    public void RestoreTold(IEnumerable<(string Region, string Id, long At)> told)
    {
        foreach (var (region, id, at) in told)
        {
            (_toldElsewhere ??= [])[(region, id)] = at;
        }
    }

    /// <inheritdoc cref="ToldMarks.Forget"/>
    public void ForgetTold(long before, Func<string, string, bool> isKept) => _toldElsewhere?.Forget(before, isKept);

    /// <summary>Whether an incident was told that is not among those measured; it is not noted as such any more.</summary>
    private bool WasToldElsewhere(IncidentNode node) =>
        _toldElsewhere is { Count: > 0 } && _toldElsewhere.Remove((node.Region, node.Id));
}
