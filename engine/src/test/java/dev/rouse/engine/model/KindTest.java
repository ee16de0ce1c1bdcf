package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsId(Kind kind) {
        assertThat(Kind.of(kind.id())).isSameAs(kind);
        assertThat(kind.doc()).isEqualTo("docs/findings/" + kind.id() + ".md");
    }

    @Test
    void namesTheKnownKindsWhenThereIsNoneOfThatId() {
        assertThatThrownBy(() -> Kind.of("LOST_WAKE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no kind of finding is called 'LOST_WAKE'; known are lost-wake, masked-wake, late-wake,"
                        + " self-wake, no-progress, blocked-loop, deadlock");
    }

    @ParameterizedTest
    @EnumSource
    void findsAGradeByItsId(Grade grade) {
        assertThat(Grade.of(grade.id())).isSameAs(grade);
    }

    @Test
    void namesBothGradesWhenTheTextIsNeither() {
        assertThatThrownBy(() -> Grade.of("Proven"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a grade is 'suspected' or 'proven', not 'Proven'");
    }

    @Test
    void ranksProvenAboveSuspected() {
        assertThat(Grade.PROVEN).isGreaterThan(Grade.SUSPECTED);
    }
}
