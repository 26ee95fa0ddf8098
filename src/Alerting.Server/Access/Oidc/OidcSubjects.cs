using System.Security.Claims;
using Alerting.Access;
using Alerting.Engine.Regions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Alerting.Server.Access.Oidc;

/// <summary>Makes a subject of a token whose signature, issuer, audience and lifetime were found to be right.</summary>
internal sealed class OidcSubjects(IOptions<OidcOptions> options, RegionCatalog regions)
{
    /// <summary>A token without a known role, or without the claim of regions, makes a subject that opens nothing.</summary>
    public Subject Of(ClaimsPrincipal token, SecurityToken security)
    {
        var id = token.FindFirstValue("sub");
        var (isLimited, codes) = Regions(token);
        var hasNone = id is null || (isLimited && codes.Count == 0);
        return new Subject(
            Subject.PersonPrefix + id,
            token.FindFirstValue("name") ?? token.FindFirstValue("preferred_username") ?? id ?? "",
            SubjectKind.Oidc,
            hasNone ? RoleSet.None : RolesOf(token),
            isLimited ? codes : null)
        {
            EndsAt = security.ValidTo == DateTime.MinValue ? null : new DateTimeOffset(security.ValidTo, TimeSpan.Zero),
        };
    }

    private RoleSet RolesOf(ClaimsPrincipal token)
    {
        var roles = new List<Role>();
        foreach (var name in Values(token, options.Value.RolesClaim))
        {
            if (EnumNames.TryParse<Role>(name, out var role))
            {
                roles.Add(role);
            }
        }

        return Roles.Of(roles);
    }

    /// <summary>Codes that are not known open nothing, and take nothing from those that are.</summary>
    private (bool IsLimited, IReadOnlyList<string> Codes) Regions(ClaimsPrincipal token)
    {
        var named = Values(token, options.Value.RegionsClaim).ToList();
        return named.Contains(RegionLimits.World, StringComparer.Ordinal)
            ? (false, [])
            : (true, [.. named.Where(code => regions.TryGet(code, out _))]);
    }

    /// <summary>The values of a claim: of an array each, of a text those between spaces.</summary>
    private static IEnumerable<string> Values(ClaimsPrincipal token, string claim) =>
        token.FindAll(claim).SelectMany(static value => value.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
