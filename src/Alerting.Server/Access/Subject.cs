using System.Security.Claims;
using Alerting.Access;

namespace Alerting.Server.Access;

/// <summary>Whoever makes a request: a key, an access token or a session, with what it may do.</summary>
/// <param name="Id">Of the key, or of the person that the token names; stable.</param>
/// <param name="Name">For people, and for the author of what it does.</param>
/// <param name="Regions">Codes, each with its subtree, to which it is limited; null: all.</param>
internal sealed record Subject(string Id, string Name, SubjectKind Kind, RoleSet Roles, IReadOnlyList<string>? Regions)
{
    /// <summary>With which the ids of persons begin whom an issuer knows; those of keys are ULIDs.</summary>
    public const string PersonPrefix = "oidc:";

    /// <summary>What was shown, as its hash; null for a token, which no list of this server holds.</summary>
    public string? Credential { get; init; }

    /// <summary>From when on it is a subject no more; null: for good.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it is a person whom an issuer knows, by a token or a session: no list of this server has its limits.</summary>
    public bool IsPerson => Id.StartsWith(PersonPrefix, StringComparison.Ordinal);

    /// <summary>Who it is, to be kept with what it does.</summary>
    public Actor Actor => new(Id, Name, Kind);

    /// <summary>The subject of a request; null where there is none.</summary>
    public static Subject? Of(ClaimsPrincipal user) => (user.Identity as SubjectIdentity)?.Subject;

    /// <summary>The subject of a request that was let in.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Subject Of(HttpContext context) =>
        Of(context.User) ?? throw new InvalidOperationException("The route was reached without a subject.");

    /// <summary>The identity that the framework carries.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new SubjectIdentity(this));

    private sealed class SubjectIdentity : ClaimsIdentity
    {
        public SubjectIdentity(Subject subject)
            : base(subject.Kind.ToString(), ClaimTypes.Name, ClaimTypes.Role)
        {
            Subject = subject;
            AddClaim(new Claim(ClaimTypes.NameIdentifier, subject.Id));
            AddClaim(new Claim(ClaimTypes.Name, subject.Name));
        }

        public Subject Subject { get; }
    }
}
