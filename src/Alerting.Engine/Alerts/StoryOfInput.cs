using Alerting.Engine.Incidents;
using Alerting.Incidents;

namespace Alerting.Engine.Alerts;

/// <summary>
/// To which story the alerts belong that one input raises: a report, or a roll-up with what reports raised in the regions
/// below. Between inputs every alert is a story of its own: what the clock raises, or another threshold, no report tells of.
/// </summary>
internal sealed class StoryOfInput
{
    /// <summary>Story by incident, of the changes from below that have one.</summary>
    private readonly Dictionary<(string Region, string Id), string> _below = [];

    /// <summary>The same in their order, each story once.</summary>
    private readonly List<string> _order = [];

    /// <summary>The story of all changes from below; null where they have different ones, or some have none.</summary>
    private string? _only;

    /// <summary>The first alert raised here that no story from below has; null while there is none.</summary>
    private string? _own;

    private bool _isInput;

    /// <summary>Whether any change of the input belongs to a story.</summary>
    public bool IsAny => _own is not null || _below.Count > 0;

    /// <summary>A report is judged.</summary>
    public void Begin() => _isInput = true;

    /// <summary>
    /// A roll-up is judged. It may hold what several reports changed, of which some raised alerts below and others did not.
    /// </summary>
    public void Begin(IReadOnlyList<IncidentChange> changes)
    {
        _isInput = true;
        _only = changes[0].Story;
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            _only = change.Story == _only ? _only : null;
            if (change.Story is { } story)
            {
                _below[(change.Region, change.IncidentId)] = story;
                if (!_order.Contains(story))
                {
                    _order.Add(story);
                }
            }
        }
    }

    /// <summary>The input has been judged.</summary>
    public void End()
    {
        _isInput = false;
        if (IsAny)
        {
            _below.Clear();
            _order.Clear();
            (_only, _own) = (null, null);
        }
    }

    /// <summary>The story of an alert that is being raised.</summary>
    /// <param name="alertId">Its own id.</param>
    /// <param name="evidence">
    /// Its evidence: of several stories from below, the first of which it shows an incident. Where all that came is of one
    /// story, the alert is too, whatever it shows.
    /// </param>
    public string Of(string alertId, IReadOnlyList<IncidentNode> evidence)
    {
        if (!_isInput)
        {
            return alertId;
        }

        return _only ?? FirstIn(evidence) ?? (_own ??= alertId);
    }

    /// <summary>The story with which a changed incident is passed up; null where it raised nothing.</summary>
    public string? Of(string region, string incidentId) => _below.GetValueOrDefault((region, incidentId)) ?? _own;

    private string? FirstIn(IReadOnlyList<IncidentNode> evidence)
    {
        if (_below.Count == 0)
        {
            return null;
        }

        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in evidence)
        {
            if (_below.TryGetValue((node.Region, node.Id), out var story))
            {
                shown.Add(story);
            }
        }

        return _order.Find(shown.Contains);
    }
}
