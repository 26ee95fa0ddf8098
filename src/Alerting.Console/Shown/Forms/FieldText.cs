namespace Alerting.Console.Shown.Forms;

/// <summary>What is said of a field of a form.</summary>
/// <param name="Path">JSON path of the member of the body, such as <c>$.scope.regions</c>: faults of the server name it.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Help">One sentence on what it does.</param>
public sealed record FieldText(string Path, string Label, string Help)
{
    /// <summary>Id of the control on the page.</summary>
    public string Id => Path.Replace("$.", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Replace('[', '-').Replace('.', '-');

    /// <summary>Id of its help.</summary>
    public string HelpId => $"{Id}-help";

    /// <summary>Id of what is wrong with it.</summary>
    public string FaultId => $"{Id}-fault";

    /// <summary>The same field of a member further down.</summary>
    /// <param name="parent">JSON path, such as <c>$.steps[1]</c>.</param>
    public FieldText Below(string parent) => this with { Path = parent + Path[1..] };
}
