namespace Alerting.Console.Shown.Forms;

/// <summary>What is said of a field of a form.</summary>
/// <param name="Path">JSON path of the member of the body, such as <c>$.scope.regions</c>: faults of the server name it.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Help">One sentence on what it does; null where the label says all.</param>
public sealed record FieldText(string Path, string Label, string? Help = null)
{
    /// <summary>Id of the control on the page.</summary>
    public string Id => Path.Replace("$.", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Replace('[', '-').Replace('.', '-');

    /// <summary>Id of its label.</summary>
    public string LabelId => $"{Id}-label";

    /// <summary>Id of its help.</summary>
    public string HelpId => $"{Id}-help";

    /// <summary>Id of what is wrong with it.</summary>
    public string FaultId => $"{Id}-fault";

    /// <summary>The same field of a member further down.</summary>
    /// <param name="parent">JSON path, such as <c>$.steps[1]</c>.</param>
    public FieldText Below(string parent) => this with { Path = parent + Path[1..] };

    /// <summary>What its control has so that screen readers tell of it: an id, what describes it, whether it is wrong.</summary>
    internal IReadOnlyDictionary<string, object> Attributes(bool isWrong)
    {
        var attributes = new Dictionary<string, object> { ["id"] = Id };
        if (Help is not null || isWrong)
        {
            attributes["aria-describedby"] = !isWrong ? HelpId : Help is null ? FaultId : $"{HelpId} {FaultId}";
        }

        if (isWrong)
        {
            attributes["aria-invalid"] = "true";
        }

        return attributes;
    }
}
