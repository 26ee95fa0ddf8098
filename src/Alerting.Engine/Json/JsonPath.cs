using System.Text.Json;

namespace Alerting.Engine.Json;

/// <summary>JSON paths of faults: <c>$.kind</c>, <c>$.actors[2]</c>, <c>$['a b']</c>.</summary>
public static class JsonPath
{
    /// <summary>Of a known member of the outermost object, possibly with an index or members below.</summary>
    public static string Root(string member) => "$." + member;

    /// <summary>Of a member with any name.</summary>
    public static string Member(string parent, string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return $"{parent}['{JsonEncodedText.Encode(name)}']";
            }
        }

        return name.Length == 0 ? $"{parent}['']" : $"{parent}.{name}";
    }

    /// <summary>As sentences name it: <c>kind</c> instead of <c>$.kind</c>.</summary>
    public static string Shown(string path) =>
        path is "$" ? "the body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    public static string Item(string parent, int index) => $"{parent}[{index}]";
}
