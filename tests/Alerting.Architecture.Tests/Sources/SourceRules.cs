using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Alerting.Architecture.Tests.Sources;

/// <summary>What sources must be like. Each rule gives the names of what breaks it, files or types, once each and in order.</summary>
internal static partial class SourceRules
{
    public const int MaxLineLength = 140;
    public const int MaxFileLines = 300;
    public const int MaxTypeLines = 450;

    /// <summary>Folders of the server that are not of the API: they start it, configure it, guard it and answer for its failures.</summary>
    private static readonly string[] s_host = ["Access", "Demo", "Hosting", "Http", "Logging", "Starting", "Telemetry"];

    /// <summary>Files with a line that is too long to read.</summary>
    public static IEnumerable<string> LongLines(IEnumerable<SourceFile> files) =>
        files.Where(static file => file.Lines.Any(static line => line.Length > MaxLineLength)).Select(static file => file.Path);

    /// <summary>Files with too many lines.</summary>
    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files) =>
        files.Where(static file => file.Lines.Count > MaxFileLines).Select(static file => file.Path);

    /// <summary>Types with too many lines over all their parts.</summary>
    public static IEnumerable<string> LongTypes(IEnumerable<SourceFile> files) => files
        .SelectMany(static file => file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>())
        .GroupBy(
            FullName,
            static type => type.GetLocation().GetLineSpan() is var span ? span.EndLinePosition.Line - span.StartLinePosition.Line + 1 : 0)
        .Where(static lines => lines.Sum() > MaxTypeLines)
        .Select(static lines => lines.Key)
        .Order(StringComparer.Ordinal);

    /// <summary>Files with a comment that sends its reader to a text that he does not have.</summary>
    public static IEnumerable<string> CitedSpecification(IEnumerable<SourceFile> files) => files
        .Where(static file =>
            file.Syntax.DescendantTrivia().Any(static trivia => IsComment(trivia) && Citation().IsMatch(trivia.ToFullString())))
        .Select(static file => file.Path);

    /// <summary>Public types of which something public has no documentation.</summary>
    public static IEnumerable<string> Undocumented(IEnumerable<SourceFile> files) => files
        .SelectMany(static file => file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>())
        .Where(static member => member is not BaseNamespaceDeclarationSyntax && IsPublic(member) && !IsDocumented(member))
        .Select(static member => FullName(member as BaseTypeDeclarationSyntax ?? member.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()!))
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Files of the API that see the store itself.</summary>
    public static IEnumerable<string> EndpointsWithStore(IEnumerable<SourceFile> files) => files
        .Where(static file => file.Path.Split('/') is ["src", "Alerting.Server", var folder, _, ..] && !s_host.Contains(folder))
        .Where(static file => file.Syntax.DescendantNodes().Any(static node =>
            node is IdentifierNameSyntax { Identifier.Text: "ILogStore" }
                || (node is QualifiedNameSyntax && node.ToString().StartsWith("Alerting.Storage", StringComparison.Ordinal))))
        .Select(static file => file.Path);

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static bool IsPublic(MemberDeclarationSyntax member) => member switch
    {
        EnumMemberDeclarationSyntax { Parent: EnumDeclarationSyntax owner } => IsPublic(owner),
        _ when member.Parent is InterfaceDeclarationSyntax owner => IsPublic(owner),
        _ => member.Modifiers.Any(SyntaxKind.PublicKeyword)
            && member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(static owner => owner.Modifiers.Any(SyntaxKind.PublicKeyword)),
    };

    /// <summary>
    /// What overrides or takes over another's documentation has it from there; a record also documents what it is made of.
    /// </summary>
    private static bool IsDocumented(MemberDeclarationSyntax member)
    {
        if (member.Modifiers.Any(SyntaxKind.OverrideKeyword))
        {
            return true;
        }

        var text = string.Concat(
            member.GetLeadingTrivia()
                .Where(static trivia => trivia.HasStructure && IsComment(trivia))
                .Select(static trivia => trivia.ToFullString()));
        return (text.Contains("<summary>", StringComparison.Ordinal) || text.Contains("<inheritdoc", StringComparison.Ordinal))
            && (member as RecordDeclarationSyntax)?.ParameterList?.Parameters
                .All(parameter => text.Contains($"<param name=\"{parameter.Identifier.Text}\">", StringComparison.Ordinal)) != false;
    }

    private static string FullName(BaseTypeDeclarationSyntax type) =>
        string.Join('.', type.AncestorsAndSelf().Reverse().Select(static node => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        BaseTypeDeclarationSyntax owner => owner.Identifier.Text,
        _ => null,
    }).Where(static name => name is not null));

    [GeneratedRegex(
        @"specification,?\s+(section|§)|section\s+\d+\s+of\s+(the\s+)?(specification|contract)|\bSPEC(-[A-Z]+)?(\.md)?\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Citation();
}
