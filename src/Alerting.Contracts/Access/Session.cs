using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Access;

/// <summary>Opens a session of the console.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SessionBody
{
    /// <summary>The key on whose behalf the session acts.</summary>
    [Line(200)]
    public required string Key { get; init; }

    // A record prints its members, and what is printed ends up in logs.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Key = ").Append(Key.Length).Append(" characters");
        return true;
    }
}

/// <summary>Who the caller is.</summary>
/// <param name="Id">Of the key, or of the person that the token names.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">How the caller is known.</param>
/// <param name="Roles">What the caller may do.</param>
/// <param name="Regions">Codes, each with its subtree, to which the caller is limited; empty: all.</param>
/// <param name="ExpiresAt">When the key, the token or the session ends; null: never.</param>
public sealed record SessionView(
    string Id, string Name, SubjectKind Kind, IReadOnlyList<Role> Roles, IReadOnlyList<string> Regions, DateTimeOffset? ExpiresAt);
